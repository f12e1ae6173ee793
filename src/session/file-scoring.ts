/**
 * A file's logits, window by window, and the scores that follow from them. Logits are kept, so that another function or
 * top-k never runs the model again.
 */

import type { ModelInfo } from "../models/model-info.ts";
import { activate } from "../scores/activation.ts";
import { ClipScores } from "../scores/aggregate.ts";
import { type LabelScore, topK } from "../scores/top-k.ts";
import type { SoundWindow } from "../signal/windows.ts";
import type { ScoredWindow, Settings } from "./state.ts";

interface KeptWindow {
  readonly startSample: number;
  readonly endSample: number;
  /** Root mean square of the window's sound: loud windows count for more in the clip's result. */
  readonly rms: number;
  readonly logits: Float32Array;
}

export class FileScoring {
  readonly #model: ModelInfo;
  readonly #kept: KeptWindow[] = [];

  constructor(model: ModelInfo) {
    this.#model = model;
  }

  add({ startSample, validSamples }: SoundWindow, rms: number, logits: Float32Array): void {
    this.#kept.push({ startSample, endSample: startSample + validSamples, rms, logits });
  }

  get coveredS(): number {
    return (this.#kept.at(-1)?.endSample ?? 0) / this.#model.sampleRateHz;
  }

  windows(settings: Settings): ScoredWindow[] {
    const { sampleRateHz } = this.#model;
    return this.#kept.map(({ startSample, endSample, logits }) => ({
      startS: startSample / sampleRateHz,
      endS: endSample / sampleRateHz,
      scores: activate(logits, settings.activation ?? this.#model.activation),
    }));
  }

  /**
   * The whole clip: the mean of its windows' logits, each weighted by its loudness (root mean square), then the function.
   * So the model cards measure it: a clip that is one bark and seconds of silence is a bark.
   */
  clip(settings: Settings): LabelScore[] {
    if (this.#kept.length === 0) return [];
    const { labels, activation } = this.#model;
    const clip = new ClipScores(labels.length);
    for (const { logits, rms } of this.#kept) clip.add(logits, rms);
    const logits = clip.scores("energy-mean");
    return topK(activate(logits, settings.activation ?? activation), labels, Math.min(settings.topK, labels.length));
  }
}

/** @param samples mono sound, full scale 1 */
export function rmsOf(samples: Float32Array, validSamples: number): number {
  let sum = 0;
  for (let i = 0; i < validSamples; i++) sum += (samples[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, validSamples));
}
