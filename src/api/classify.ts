/**
 * One clip through one model, as the task's contract asks. Without `window_s` the whole clip is one run, and the extractor
 * takes of it what the model can take, as in Python's pipeline: how much that was is part of the answer. With `window_s` all of
 * it is heard, window by window, half overlapping. Knows neither threads nor the network: the model is given.
 */
import type { Activation } from "../scores/activation.ts";
import { ClipScores } from "../scores/aggregate.ts";
import { loudness } from "../signal/window-pack.ts";
import { Windower } from "../signal/windows.ts";
import { ApiError } from "./api-error.ts";
import type { AudioClassificationOutput, AudioClassificationParameters } from "./contract.ts";
import { rank } from "./rank.ts";

/** What is asked of a model: `Classifier`, `Engine` and the page's worker are such. */
export interface RunningModel {
  readonly info: {
    readonly labels: readonly string[];
    readonly sampleRateHz: number;
    readonly windowSamples: number;
    /** The extractor cuts or fills every clip to `windowSamples`. */
    readonly windowIsFixed: boolean;
    readonly activation: Activation;
  };
  run(samples: Float32Array): Promise<{ readonly logits: Float32Array }>;
}

export interface ApiAnswer {
  readonly output: AudioClassificationOutput;
  /** Length of the clip. */
  readonly secondsGiven: number;
  /** How much of it, from its beginning, the scores speak of. */
  readonly secondsHeard: number;
}

/** A model without a window of its own takes any length in one run, and memory grows with it. */
const MOST_S_IN_ONE_RUN = 120;

/**
 * @param samples mono at `model.info.sampleRateHz`
 * @throws ApiError 400 for a clip without sound, 413 for one that is too long for one run
 */
export async function classify(
  model: RunningModel,
  samples: Float32Array,
  parameters: AudioClassificationParameters,
): Promise<ApiAnswer> {
  const { labels, sampleRateHz, windowSamples, windowIsFixed, activation } = model.info;
  if (samples.length === 0) throw new ApiError(400, "The audio holds no sample of sound.");
  const secondsGiven = samples.length / sampleRateHz;
  const { window_s } = parameters;
  if (window_s) {
    const length = Math.max(1, Math.round(window_s * sampleRateHz));
    const logits = await meanLogits(model, samples, windowIsFixed ? Math.min(length, windowSamples) : length);
    return { output: rank(logits, labels, activation, parameters), secondsGiven, secondsHeard: secondsGiven };
  }
  if (!windowIsFixed && secondsGiven > MOST_S_IN_ONE_RUN) {
    const sentence = `The clip is longer than the ${MOST_S_IN_ONE_RUN} s that this model is given in one run.`;
    throw new ApiError(413, `${sentence} Ask for windows with the parameter \`window_s\`.`);
  }
  const { logits } = await model.run(samples);
  const secondsHeard = windowIsFixed ? Math.min(secondsGiven, windowSamples / sampleRateHz) : secondsGiven;
  return { output: rank(logits, labels, activation, parameters), secondsGiven, secondsHeard };
}

/** Each window weighs its loudness: silence has no say. */
async function meanLogits(model: RunningModel, samples: Float32Array, length: number): Promise<Float32Array> {
  const windower = new Windower({ windowSamples: length, hopSamples: Math.ceil(length / 2) });
  const clip = new ClipScores(model.info.labels.length);
  for (const window of [...windower.push(samples), ...windower.flush()]) {
    const { logits } = await model.run(window.samples);
    clip.add(logits, loudness(window));
  }
  return clip.scores("energy-mean");
}
