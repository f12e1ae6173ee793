/** Honest progress of a model on its way: bytes that came of bytes to come, then the check of its numbers; or a server that starts. */
import type { Coming } from "../../session/state.ts";
import { useEarshot } from "../earshot-context.tsx";
import { formatBytes } from "../figures.ts";
import { modelTitle, serverTitle } from "./model-title.ts";
import { hindranceShare, hindranceWords } from "./server/hindrance-words.ts";
import { useNow } from "./server/use-now.ts";
import "./engine-progress.css";

export function EngineProgress({ coming }: { coming: Coming }) {
  const { step, loadedBytes, totalBytes, modelId } = coming;
  const hindrance = useEarshot((state) => state.server.hindrance);
  const nowMs = useNow(hindrance !== null);
  const title = serverTitle(modelId);
  const waits = title !== null && hindrance !== null;
  const ofBytes = step === "checking" ? 1 : totalBytes ? Math.min(1, loadedBytes / totalBytes) : null;
  const share = waits ? hindranceShare(hindrance, nowMs) : ofBytes;
  return (
    <div className={waits ? "engine-progress engine-progress--waits" : "engine-progress"}>
      <p>{waits ? hindranceWords(hindrance, title.host, nowMs) : progressWords(coming)}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label={`Loading ${modelTitle(modelId)}`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}
      >
        <span style={{ transform: `scaleX(${share ?? 0})` }} />
      </div>
    </div>
  );
}

function progressWords({ step, loadedBytes, totalBytes, modelId }: Coming): string {
  const server = serverTitle(modelId);
  if (server !== null) return `Asking ${server.host} how it answers`;
  if (step === "asking") return `Asking the Hub about ${modelId}`;
  if (step === "checking") return `Checking the numbers of ${modelId}`;
  if (totalBytes === null) return `${modelId}: ${formatBytes(loadedBytes)} so far`;
  return `${modelId}: ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}
