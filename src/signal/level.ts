/**
 * Owns: how loud the sound is, 40 times a second, for the level bar.
 *
 * Tick t covers the samples from floor(t·rate/40) to floor((t+1)·rate/40): the grid of the display spectrogram, free of
 * drift at any rate, the same however the stream is cut. A rest shorter than a tick isn't reported.
 * Clipping: a run of two or more samples in a row at |x| ≥ 0.999. One full-scale sample alone is a legal peak; a
 * flattened top lasts. All samples of the run count; its first is counted together with its second, in that one's tick.
 * Feed it sound at the source's rate: resampling rounds flattened tops off. NaN and damage count as silence.
 */
import { soundSample } from "./finite.ts";

/** Levels a second. */
const LEVEL_RATE_HZ = 40;
const CLIP_LEVEL = 0.999;

/** Loudness of one tick, in dB relative to full scale (a square wave at ±1 is 0); -Infinity for digital silence. */
export interface Level {
  readonly startSample: number;
  readonly peakDb: number;
  readonly rmsDb: number;
  readonly clippedFrames: number;
}

export class LevelMeter {
  readonly #sampleRateHz: number;
  #tick = 0;
  #startSample = 0;
  #endSample: number;
  #total = 0;
  #peak = 0;
  #sumOfSquares = 0;
  #clippedFrames = 0;
  #runFrames = 0;

  /** @throws RangeError where the rate isn't an integer of at least 40 Hz. */
  constructor(sampleRateHz: number) {
    if (!Number.isSafeInteger(sampleRateHz) || sampleRateHz < LEVEL_RATE_HZ) {
      throw new RangeError(`Expected an integer sample rate of ${LEVEL_RATE_HZ} Hz or more, got ${sampleRateHz}`);
    }
    this.#sampleRateHz = sampleRateHz;
    this.#endSample = this.#tickStart(1);
  }

  /** Takes the next mono samples and gives the levels of the ticks that they complete. */
  push(samples: Float32Array): Level[] {
    const levels: Level[] = [];
    for (let i = 0; i < samples.length; i++) {
      const size = Math.abs(soundSample(samples[i] as number));
      if (size > this.#peak) this.#peak = size;
      this.#sumOfSquares += size * size;
      this.#runFrames = size >= CLIP_LEVEL ? this.#runFrames + 1 : 0;
      if (this.#runFrames >= 2) this.#clippedFrames += this.#runFrames === 2 ? 2 : 1;
      if (++this.#total === this.#endSample) levels.push(this.#endTick());
    }
    return levels;
  }

  #endTick(): Level {
    const meanSquare = this.#sumOfSquares / (this.#endSample - this.#startSample);
    const level: Level = {
      startSample: this.#startSample,
      peakDb: 20 * Math.log10(this.#peak),
      rmsDb: 10 * Math.log10(meanSquare),
      clippedFrames: this.#clippedFrames,
    };
    this.#tick++;
    this.#startSample = this.#endSample;
    this.#endSample = this.#tickStart(this.#tick + 1);
    this.#peak = 0;
    this.#sumOfSquares = 0;
    this.#clippedFrames = 0;
    return level;
  }

  #tickStart(tick: number): number {
    return Math.floor((tick * this.#sampleRateHz) / LEVEL_RATE_HZ);
  }
}
