/** Honest progress of a model on its way: bytes that came of bytes to come, then the check of its numbers. */
import type { Coming } from "../../session/state.ts";
import { formatBytes } from "../figures.ts";
import "./engine-progress.css";

export function EngineProgress({ coming }: { coming: Coming }) {
  const { step, loadedBytes, totalBytes, modelId } = coming;
  const share = step === "checking" ? 1 : totalBytes ? Math.min(1, loadedBytes / totalBytes) : null;
  return (
    <div className="engine-progress">
      <p>{progressWords(coming)}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label={`Loading ${modelId}`}
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
  if (step === "asking") return `Asking the Hub about ${modelId}`;
  if (step === "checking") return `Checking the numbers of ${modelId}`;
  if (totalBytes === null) return `${modelId}: ${formatBytes(loadedBytes)} so far`;
  return `${modelId}: ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}
