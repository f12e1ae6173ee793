/** Which windows of a file the model hears: from the model and the person's choice of window and hop. */
import type { ModelInfo } from "../models/model-info.ts";
import type { WindowPlan } from "../stream/protocol.ts";
import type { Settings } from "./state.ts";

/** Hops are whole hundredths of a second, the step of every log-mel here: neighbouring windows then share its frames. */
const STEPS_PER_SECOND = 100;

/** The hop is never longer than the window: every sample is heard. */
export function windowPlan(
  { sampleRateHz, windowSamples, windowIsFixed }: Pick<ModelInfo, "sampleRateHz" | "windowSamples" | "windowIsFixed">,
  { hopShare, windowS }: Pick<Settings, "hopShare" | "windowS">,
): WindowPlan {
  const window = windowIsFixed || windowS === null ? windowSamples : Math.round(windowS * sampleRateHz);
  const step = Math.max(1, Math.round(sampleRateHz / STEPS_PER_SECOND));
  const hop = step * Math.max(1, Math.round((window * hopShare) / step));
  const whole = Math.max(step, step * Math.floor(window / step));
  return { sampleRateHz, windowSamples: window, hopSamples: Math.min(hop, whole, window) };
}

export function samePlan(a: WindowPlan, b: WindowPlan): boolean {
  return a.sampleRateHz === b.sampleRateHz && a.windowSamples === b.windowSamples && a.hopSamples === b.hopSamples;
}
