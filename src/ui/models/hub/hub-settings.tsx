/** Which Hub is asked, and as whom. Folded: most people need neither. */
import { useId, useState } from "react";
import { hubOutcomeText } from "../../../session/sentences.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { TokenForm } from "./token-form.tsx";
import "./hub-settings.css";

export function HubSettings() {
  const hub = useEarshot(({ library }) => library.hub);
  const host = URL.canParse(hub.endpoint) ? new URL(hub.endpoint).host : hub.endpoint;
  return (
    <details className="disclosure hub-settings">
      <summary>
        Hub settings <span className="quiet">{hub.hasToken ? `${host}, with a token` : host}</span>
      </summary>
      <AddressForm key={hub.endpoint} />
      <TokenForm />
    </details>
  );
}

function AddressForm() {
  const { setHubEndpoint } = useActions();
  const { endpoint, isDefault, outcome } = useEarshot(({ library }) => library.hub);
  const [text, setText] = useState(endpoint);
  const field = useId();
  const words = outcome === null ? null : hubOutcomeText(outcome, endpoint);
  const wrong = outcome === "not-an-address" || outcome === "refused-by-host";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void setHubEndpoint(text);
      }}
    >
      <label htmlFor={field}>Address of the Hub</label>
      <div className="hub-form__line">
        <input
          id={field}
          className="field"
          type="text"
          inputMode="url"
          value={text}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={wrong}
          aria-describedby={`${field}-note`}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="button">
          Use this Hub
        </button>
      </div>
      <p id={`${field}-note`} className="quiet small">
        A mirror or a private Hub: https, or this machine itself. Models are asked of it and of nobody else.
      </p>
      {words && <p role={wrong ? "alert" : "status"}>{words}</p>}
      <div className="hub-settings__ways">
        {outcome === "after-reload" && (
          <button type="button" className="button button--strong" onClick={() => location.reload()}>
            Reload the page
          </button>
        )}
        {!isDefault && (
          <button type="button" className="button" onClick={() => void setHubEndpoint(null)}>
            Back to the Hub that the app came with
          </button>
        )}
      </div>
    </form>
  );
}
