/** The quiet lines: what the browser really applied to the sound, what runs where, and what was lost. Lines are reserved. */
import { isOnServer } from "../../models/model-info.ts";
import { useEarshot } from "../earshot-context.tsx";
import { describeCapture, describeLoss, describeRun, processingWarning } from "./source-words.ts";

export function RunningFacts() {
  const live = useEarshot((state) => (state.live.phase === "listening" ? state.live : null));
  const engine = useEarshot((state) => (state.engine.phase === "ready" ? state.engine : null));
  const warning = live === null ? null : processingWarning(live.facts);
  const elsewhere = engine !== null && isOnServer(engine.backend);
  const loss = live === null ? null : describeLoss(live.counters, elsewhere ? "the server" : "this machine");

  return (
    <dl className="running-facts">
      <div>
        <dt>Sound</dt>
        <dd>
          {live === null ? "not listening" : describeCapture(live.facts)}
          {warning !== null && <p className="running-facts__warning">{warning}</p>}
        </dd>
      </div>
      <div>
        <dt>Runs on</dt>
        <dd>
          {engine === null
            ? "no model yet"
            : `${describeRun(engine.backend, live?.counters ?? null)}${elsewhere ? "" : ", in this browser"}`}
          {loss !== null && <p className="running-facts__warning">{loss}</p>}
        </dd>
      </div>
    </dl>
  );
}
