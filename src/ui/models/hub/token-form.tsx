/** An access token for gated and private models. Never shown again once it was entered. */
import { useId, useState } from "react";
import { hubOutcomeText } from "../../../session/sentences.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";

export function TokenForm() {
  const { setHubToken, forgetHubToken } = useActions();
  const { endpoint, hasToken, tokenIsKept, outcome } = useEarshot(({ library }) => library.hub);
  const [text, setText] = useState("");
  const [keep, setKeep] = useState(false);
  const field = useId();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setHubToken(text, keep);
        setText("");
      }}
    >
      <label htmlFor={field}>Access token</label>
      <div className="hub-form__line">
        <input
          id={field}
          className="field"
          type="password"
          value={text}
          placeholder={hasToken ? "One is in use" : "For gated and private models"}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${field}-note`}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="button" aria-disabled={text === ""}>
          Use token
        </button>
      </div>
      <label className="hub-settings__keep">
        <input type="checkbox" checked={keep} onChange={({ target }) => setKeep(target.checked)} />
        <span>
          Keep on this device
          <span className="quiet small">
            Whoever can use this browser profile, or gets a program into it, could then read it. Unticked, it is
            forgotten when the page closes.
          </span>
        </span>
      </label>
      <p id={`${field}-note`} className="quiet small">
        A token that can only read is enough. It is sent to {endpoint} alone.
      </p>
      {outcome === "not-a-token" && <p role="alert">{hubOutcomeText(outcome, endpoint)}</p>}
      {hasToken && (
        <div className="hub-settings__ways">
          <p>{tokenIsKept ? "A token is kept on this device." : "A token is in use until the page closes."}</p>
          <button type="button" className="button" onClick={forgetHubToken}>
            Forget the token
          </button>
        </div>
      )}
    </form>
  );
}
