/**
 * The path of sound, once for every source: PCM blocks → downmix → (display: level, spectrogram) → resample → windows.
 * Pure: no thread, no clock. Positions are integer samples from the start of the stream.
 */
import { downmix } from "../signal/downmix.ts";
import { type Level, LevelMeter } from "../signal/level.ts";
import { Resampler } from "../signal/resampler.ts";
import { SpectralColumns, type SpectrogramColumn } from "../signal/spectral-column.ts";
import { type SoundWindow, Windower } from "../signal/windows.ts";
import type { WindowPlan } from "./protocol.ts";

export interface StreamOutput {
  /** All channels as one, at the source's rate. Valid until the next push. */
  readonly mono: Float32Array;
  readonly windows: SoundWindow[];
  readonly levels: Level[];
  readonly columns: SpectrogramColumn[];
}

export class WindowStream {
  readonly #sourceRateHz: number;
  /** Null where nobody looks: a file that is read faster than it plays. */
  readonly #display: { readonly levels: LevelMeter; readonly columns: SpectralColumns } | null;
  #plan: WindowPlan;
  #resampler: Resampler;
  #windower: Windower;
  /** Holds the average of several channels. */
  #mono = new Float32Array(0);
  #frames = 0;
  #samples = 0;

  constructor(sourceRateHz: number, plan: WindowPlan, { display }: { readonly display: boolean }) {
    this.#sourceRateHz = sourceRateHz;
    this.#plan = plan;
    this.#display = display
      ? { levels: new LevelMeter(sourceRateHz), columns: new SpectralColumns(sourceRateHz) }
      : null;
    this.#resampler = new Resampler(sourceRateHz, plan.sampleRateHz);
    this.#windower = new Windower(plan);
  }

  /** Another model: windows begin anew at the next block; level and spectrogram go on. */
  replan(plan: WindowPlan): void {
    this.#plan = plan;
    this.#resampler = new Resampler(this.#sourceRateHz, plan.sampleRateHz);
    this.#windower = new Windower(plan);
    this.#frames = 0;
    this.#samples = 0;
  }

  /** The same windows, further apart or closer together: nothing begins anew. */
  rehop(hopSamples: number): void {
    this.#plan = { ...this.#plan, hopSamples };
    this.#windower.rehop(hopSamples);
  }

  push(channels: readonly Float32Array[]): StreamOutput {
    const mono = this.#downmixed(channels);
    this.#frames += mono.length;
    const levels = this.#display?.levels.push(mono) ?? [];
    const columns = this.#display?.columns.push(mono) ?? [];
    return { mono, windows: this.#cut(this.#resampler.push(mono)), levels, columns };
  }

  /** The end of the stream: what the resampler still holds, and the last window. */
  flush(): SoundWindow[] {
    return [...this.#cut(this.#resampler.flush()), ...this.#windower.flush()];
  }

  /** Takes back windows that nobody needs any more. */
  recycle(windows: readonly SoundWindow[]): void {
    this.#windower.recycle(windows);
  }

  /** How much newer than the window's last sample the newest frame is: the rest of a block, and the resampler's delay. */
  secondsAfter({ startSample, validSamples }: SoundWindow): number {
    return this.#frames / this.#sourceRateHz - (startSample + validSamples) / this.#plan.sampleRateHz;
  }

  /** Samples at the model's rate so far. */
  get samples(): number {
    return this.#samples;
  }

  get plan(): WindowPlan {
    return this.#plan;
  }

  #downmixed(channels: readonly Float32Array[]): Float32Array {
    const length = channels[0]?.length ?? 0;
    if (channels.length > 1 && length !== this.#mono.length) this.#mono = new Float32Array(length);
    return downmix(channels, this.#mono);
  }

  #cut(samples: Float32Array): SoundWindow[] {
    this.#samples += samples.length;
    return this.#windower.push(samples);
  }
}
