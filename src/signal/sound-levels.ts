/**
 * Owns: how loud a file is along time, ten times a second, a byte each (36 KB an hour). Fine enough to say when a sound
 * begins and ends, which windows of seconds cannot.
 */
import { energy } from "./energy.ts";
import { grown } from "./grown-array.ts";

/** Loudness of equal stretches: stretch i covers i·levelS to (i+1)·levelS. */
export interface SoundLevels {
  /** Seconds a stretch lasts. */
  readonly levelS: number;
  /** Root mean square in half decibels: 0 = -120 dBFS or less, 240 = 0 dBFS. */
  readonly levels: Uint8Array;
}

const LEVEL_RATE_HZ = 10;
const LEAST_DB = -120;
const STEPS_PER_DB = 2;

export class LevelTrack {
  readonly #levelSamples: number;
  readonly #sampleRateHz: number;
  #levels = new Uint8Array(0);
  #count = 0;
  #energy = 0;
  #samples = 0;

  /** @param sampleRateHz integer, at least 10. */
  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#levelSamples = Math.round(sampleRateHz / LEVEL_RATE_HZ);
  }

  /** Takes the next mono samples, any number of them. Damage (NaN, Infinity) counts as silence. */
  push(samples: Float32Array): void {
    for (let at = 0; at < samples.length; ) {
      const piece = samples.subarray(at, at + this.#levelSamples - this.#samples);
      const sum = energy(piece, piece.length);
      if (Number.isFinite(sum)) this.#energy += sum;
      this.#samples += piece.length;
      at += piece.length;
      if (this.#samples === this.#levelSamples) this.#end();
    }
  }

  /** What was pushed so far, as a copy that may be transferred. A stretch that has only begun counts. */
  snapshot(): SoundLevels {
    const begun = this.#samples > 0;
    const levels = this.#levels.slice(0, this.#count + Number(begun));
    if (begun) levels[this.#count] = this.#level();
    return { levelS: this.#levelSamples / this.#sampleRateHz, levels };
  }

  #end(): void {
    this.#levels = grown(this.#levels, this.#count + 1);
    this.#levels[this.#count++] = this.#level();
    this.#energy = 0;
    this.#samples = 0;
  }

  #level(): number {
    return levelOf(10 * Math.log10(this.#energy / this.#samples));
  }
}

/** A loudness in dBFS as a level; the nearest one that there is. */
export function levelOf(decibels: number): number {
  return Math.min(255, Math.max(0, Math.round(STEPS_PER_DB * (decibels - LEAST_DB))));
}
