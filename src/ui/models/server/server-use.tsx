/** Agreed: the token, if one is wanted, and Use; or the reload that the browser needs first. */
import { serverOutcomeText } from "../../../session/server-sentences.ts";
import type { ServerOffer } from "../../../session/server-state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { useChooseModel } from "../../use-route.ts";
import { EngineProgress } from "../engine-progress.tsx";
import { useComing, useCurrentModelId } from "../use-current-model.ts";
import { ServerToken } from "./server-token.tsx";

export function ServerUse({ offer, onClose }: { offer: ServerOffer; onClose: () => void }) {
  const { comeBackFromServer } = useActions();
  const choose = useChooseModel();
  const outcome = useEarshot(({ server }) => server.outcome);
  const isReady = useEarshot(({ engine }) => engine.phase === "ready");
  const current = useCurrentModelId();
  const coming = useComing();
  const inUse = isReady && current === offer.id;
  const isComing = coming?.modelId === offer.id;

  if (outcome === "after-reload") {
    return (
      <div className="server-card__consent">
        <p role="status">{serverOutcomeText(outcome, offer.host)}</p>
        <div className="server-card__ways">
          <button type="button" className="button button--strong" onClick={() => location.reload()}>
            Reload the page
          </button>
          <button type="button" className="button" onClick={onClose}>
            Close
          </button>
        </div>
      </div>
    );
  }
  return (
    <>
      <ServerToken offer={offer} />
      {outcome !== null && outcome !== "not-a-token" && <p role="status">{serverOutcomeText(outcome, offer.host)}</p>}
      {isComing && <EngineProgress coming={coming} />}
      <div className="server-card__ways">
        <button
          type="button"
          className={inUse || isComing ? "button" : "button button--strong"}
          aria-disabled={inUse || isComing}
          onClick={() => !inUse && !isComing && choose(offer.id)}
        >
          {inUse ? "In use" : "Use this server"}
        </button>
        <button
          type="button"
          className="button"
          onClick={inUse || isComing ? () => void comeBackFromServer() : onClose}
        >
          {inUse || isComing ? "Back to this machine" : "Close"}
        </button>
      </div>
    </>
  );
}
