/** Seconds of a file's windows, and how they are written. Pure. */
import type { ModelInfo } from "../../models/model-info.ts";

type WindowFacts = Pick<ModelInfo, "windowSamples" | "sampleRateHz" | "windowIsFixed">;

/** What was chosen counts only where the model leaves its window free. */
export function windowSecondsOf(model: WindowFacts, chosenS: number | null): number {
  const ownS = model.windowSamples / model.sampleRateHz;
  return model.windowIsFixed ? ownS : (chosenS ?? ownS);
}

/** `0.125 s`, `10.24 s`: no digit that says nothing. */
export function formatSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(3))} s`;
}
