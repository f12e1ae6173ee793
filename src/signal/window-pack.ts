/**
 * Owns: several overlapping windows as one stretch of sound, so that what they share crosses a thread once and is
 * analysed once. A file's 2 s windows every 0.5 s share three quarters.
 */
import { energy } from "./energy.ts";
import type { SoundWindow } from "./windows.ts";

export interface WindowPack {
  /** Stretch of mono sound at the model's rate; holds every window whole. */
  readonly samples: Float32Array;
  /** Where each window begins in `samples`, ascending. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly windowSamples: number;
  /** Position of each window's first sample, from the start of the stream. */
  readonly starts: Float64Array<ArrayBuffer>;
  /** One past the last real sample of each window. */
  readonly ends: Float64Array<ArrayBuffer>;
  /** Root mean square of each window's real samples: its loudness. */
  readonly rms: Float32Array<ArrayBuffer>;
}

/**
 * @param windows of one length, by ascending position, at least one.
 * @param place gives an array of that length for the stretch.
 * @throws RangeError where lengths differ, positions do not ascend, or there is none.
 */
export function packWindows(
  windows: readonly SoundWindow[],
  place: (length: number) => Float32Array = (length) => new Float32Array(length),
): WindowPack {
  const first = windows[0];
  if (first === undefined) throw new RangeError("A pack has at least one window");
  const windowSamples = first.samples.length;
  const offsets = new Int32Array(windows.length);
  let length = 0;
  for (const [index, { startSample, samples }] of windows.entries()) {
    const before = windows[index - 1];
    const hop = before === undefined ? 0 : startSample - before.startSample;
    if (samples.length !== windowSamples || hop < 0) throw new RangeError("Windows of one length, in order");
    // Windows with a gap between them lie back to back: nobody asks for what is in the gap.
    offsets[index] = before === undefined ? 0 : (offsets[index - 1] as number) + Math.min(hop, windowSamples);
    length = (offsets[index] as number) + windowSamples;
  }
  const samples = place(length);
  let filled = 0;
  for (const [index, window] of windows.entries()) {
    const offset = offsets[index] as number;
    samples.set(window.samples.subarray(filled - offset), filled);
    filled = offset + windowSamples;
  }
  return {
    samples,
    offsets,
    windowSamples,
    starts: Float64Array.from(windows, ({ startSample }) => startSample),
    ends: Float64Array.from(windows, ({ startSample, validSamples }) => startSample + validSamples),
    rms: Float32Array.from(windows, loudness),
  };
}

/** One window of the pack; a view, not a copy. */
export function unpackWindow({ samples, offsets, windowSamples }: WindowPack, index: number): Float32Array {
  const offset = offsets[index] as number;
  return samples.subarray(offset, offset + windowSamples);
}

/** Root mean square of its real samples. */
export function loudness({ samples, validSamples }: SoundWindow): number {
  return Math.sqrt(energy(samples, validSamples) / Math.max(1, validSamples));
}
