/**
 * A file's logits, window by window, and the scores that follow from them. Logits are kept, so that another function or
 * aggregation never runs the model again; and what was scored once is not scored again when more windows come.
 */
import type { ModelInfo } from "../models/model-info.ts";
import { type Activation, activate } from "../scores/activation.ts";
import { type ClipMethod, ClipScores } from "../scores/aggregate.ts";
import type { ScoreTrack } from "../scores/score-track.ts";
import { type LabelScore, topK } from "../scores/top-k.ts";
import { grown } from "../signal/grown-array.ts";
import type { WindowPack } from "../signal/window-pack.ts";

type ScoredModel = Pick<ModelInfo, "id" | "precision" | "labels" | "sampleRateHz" | "activation">;

/** All that scores are made from: what is kept of a file between visits. Arrays are exactly as long as need be. */
export interface KeptLogits {
  readonly model: ScoredModel;
  readonly starts: Float64Array<ArrayBuffer>;
  readonly ends: Float64Array<ArrayBuffer>;
  readonly rms: Float32Array<ArrayBuffer>;
  /** Row-major [window, label]. */
  readonly logits: Float32Array<ArrayBuffer>;
}

export class FileScoring {
  readonly model: ScoredModel;
  #count = 0;
  #starts = new Float64Array(0);
  #ends = new Float64Array(0);
  #rms = new Float32Array(0);
  #logits = new Float32Array(0);
  readonly #clipLogits: ClipScores;
  #scores = new Float32Array(0);
  #scored = 0;
  #activation: Activation;
  #clipScores: ClipScores;

  constructor({ id, precision, labels, sampleRateHz, activation }: ScoredModel) {
    this.model = { id, precision, labels, sampleRateHz, activation };
    this.#activation = activation;
    this.#clipLogits = new ClipScores(labels.length);
    this.#clipScores = new ClipScores(labels.length);
  }

  static fromKept({ model, starts, ends, rms, logits }: KeptLogits): FileScoring {
    const scoring = new FileScoring(model);
    scoring.add({ starts, ends, rms }, logits);
    return scoring;
  }

  /** @param logits row-major [window, label] of the windows of the pack. */
  add({ starts, ends, rms }: Pick<WindowPack, "starts" | "ends" | "rms">, logits: Float32Array): void {
    const labels = this.model.labels.length;
    const from = this.#count;
    this.#count += starts.length;
    this.#starts = grown(this.#starts, this.#count);
    this.#ends = grown(this.#ends, this.#count);
    this.#rms = grown(this.#rms, this.#count);
    this.#logits = grown(this.#logits, this.#count * labels);
    this.#starts.set(starts, from);
    this.#ends.set(ends, from);
    this.#rms.set(rms, from);
    this.#logits.set(logits, from * labels);
    for (let window = from; window < this.#count; window++) {
      this.#clipLogits.add(this.#logitsOf(window), this.#rms[window] ?? 0);
    }
  }

  get count(): number {
    return this.#count;
  }

  get coveredS(): number {
    return (this.#ends[this.#count - 1] ?? 0) / this.model.sampleRateHz;
  }

  /** A snapshot: later windows do not change it. */
  track(chosen: Activation | null): ScoreTrack {
    const activation = chosen ?? this.model.activation;
    const labels = this.model.labels.length;
    if (activation !== this.#activation) {
      this.#activation = activation;
      this.#scored = 0;
      this.#scores = new Float32Array(0);
      this.#clipScores = new ClipScores(labels);
    }
    this.#scores = grown(this.#scores, this.#count * labels);
    for (; this.#scored < this.#count; this.#scored++) {
      const row = this.#scores.subarray(this.#scored * labels, (this.#scored + 1) * labels);
      activate(this.#logitsOf(this.#scored), activation, row);
      this.#clipScores.add(row, 0);
    }
    const { sampleRateHz } = this.model;
    return {
      sampleRateHz,
      numLabels: labels,
      count: this.#count,
      starts: this.#starts,
      ends: this.#ends,
      scores: this.#scores,
    };
  }

  /**
   * The whole clip, all labels, best first. `energy-mean`: the mean of the windows' logits, each weighted by its loudness
   * (root mean square), then the function; so the model cards measure it: a clip that is one bark and seconds of silence
   * is a bark. The others work on the windows' scores.
   */
  clip(chosen: Activation | null, method: ClipMethod): LabelScore[] {
    if (this.#count === 0) return [];
    this.track(chosen);
    const { labels } = this.model;
    const scores =
      method === "energy-mean"
        ? activate(this.#clipLogits.scores("energy-mean"), this.#activation)
        : this.#clipScores.scores(method);
    return topK(scores, labels, labels.length);
  }

  toKept(): KeptLogits {
    return {
      model: this.model,
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
      rms: this.#rms.slice(0, this.#count),
      logits: this.#logits.slice(0, this.#count * this.model.labels.length),
    };
  }

  #logitsOf(window: number): Float32Array {
    const labels = this.model.labels.length;
    return this.#logits.subarray(window * labels, (window + 1) * labels);
  }
}
