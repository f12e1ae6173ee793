/** Honest progress of a model on its way: bytes that came of bytes to come, then the check of its numbers. */
import type { EngineState } from "../../session/state.ts";
import { formatBytes } from "../figures.ts";
import "./engine-progress.css";

export function EngineProgress({ engine }: { engine: Extract<EngineState, { phase: "loading" }> }) {
  const { step, loadedBytes, totalBytes, modelId } = engine;
  const share = step === "checking" ? 1 : totalBytes ? Math.min(1, loadedBytes / totalBytes) : null;
  return (
    <div className="engine-progress">
      <p>{progressWords(engine)}</p>
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

function progressWords({ step, loadedBytes, totalBytes, modelId }: Extract<EngineState, { phase: "loading" }>): string {
  if (step === "checking") return `Checking the numbers of ${modelId}`;
  if (totalBytes === null) return `${modelId}: ${formatBytes(loadedBytes)} so far`;
  return `${modelId}: ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}
