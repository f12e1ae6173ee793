/** The question, in plain words, once for each server. No is as near as yes. */
import { serverOutcomeText } from "../../../session/server-sentences.ts";
import type { ServerOffer } from "../../../session/server-state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { focusServer } from "./focus-server.ts";

export function ServerConsent({ offer, onClose }: { offer: ServerOffer; onClose: () => void }) {
  const { agreeToServer } = useActions();
  const outcome = useEarshot(({ server }) => server.outcome);
  const { host, place } = offer;
  return (
    <div className="server-card__consent">
      <h4>Sound will be sent to {host}</h4>
      <p>
        What the microphone or a tab hears, and every file that you add, will leave this machine for as long as this
        model is used
        {place.kind === "provider" ? `, and be passed on to ${place.provider}` : ""}. Whoever runs that server can hear
        it, and keep it by their own terms. They may charge for it.
      </p>
      <p className="quiet small">
        Asked once; you can withdraw it below. A sign on every screen says so while it is on.
      </p>
      {outcome !== null && <p role="alert">{serverOutcomeText(outcome, host)}</p>}
      <div className="server-card__ways">
        <button
          type="button"
          className="button button--strong"
          onClick={() => {
            focusServer(); // The button goes with the question.
            void agreeToServer();
          }}
        >
          Agree: send sound to {host}
        </button>
        <button type="button" className="button" onClick={onClose}>
          No, keep it here
        </button>
      </div>
    </div>
  );
}
