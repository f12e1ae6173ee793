/** The token of a server. Never shown again once it was entered, and sent to that server alone. */
import { useId, useState } from "react";
import { serverOutcomeText } from "../../../session/server-sentences.ts";
import type { ServerOffer } from "../../../session/server-state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";

export function ServerToken({ offer: { place, host } }: { offer: ServerOffer }) {
  const { setServerToken, setHubTokenForServer, forgetServerToken } = useActions();
  const { hasToken, tokenIsKept, outcome } = useEarshot(({ server }) => server);
  const hubHasToken = useEarshot(({ library }) => library.hub.hasToken);
  const [text, setText] = useState("");
  const [keep, setKeep] = useState(false);
  const field = useId();
  const isProvider = place.kind === "provider";
  return (
    <form
      className="server-form"
      onSubmit={(event) => {
        event.preventDefault();
        setServerToken(text, keep);
        setText("");
      }}
    >
      <div className="server-form__field">
        <label htmlFor={field}>Access token for {host}</label>
        <div className="server-form__line">
          <input
            id={field}
            className="field"
            type="password"
            value={text}
            placeholder={hasToken ? "One is in use" : isProvider ? "hf_…" : "If it wants one"}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${field}-note`}
            onChange={({ target }) => setText(target.value)}
          />
          <button type="submit" className="button" aria-disabled={text === ""}>
            Set token
          </button>
        </div>
        <label className="server-form__keep">
          <input type="checkbox" checked={keep} onChange={({ target }) => setKeep(target.checked)} />
          <span>
            Keep on this device
            <span className="quiet small">
              Whoever can use this browser profile could then read it. Unticked, it is forgotten when the page closes.
            </span>
          </span>
        </label>
        <p id={`${field}-note`} className="quiet small">
          {isProvider ? "One with the permission to call Inference Providers. " : ""}It is sent to {host} alone.
        </p>
      </div>
      {outcome === "not-a-token" && <p role="alert">{serverOutcomeText(outcome, host)}</p>}
      <div className="server-card__ways">
        {hasToken && (
          <>
            <p>{tokenIsKept ? "A token is kept on this device." : "A token is in use until the page closes."}</p>
            <button type="button" className="button" onClick={forgetServerToken}>
              Forget it
            </button>
          </>
        )}
        {!hasToken && isProvider && hubHasToken && (
          <button type="button" className="button" onClick={setHubTokenForServer}>
            Use the Hub's token here too
          </button>
        )}
      </div>
    </form>
  );
}
