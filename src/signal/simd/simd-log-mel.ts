/**
 * Owns: log-mel rows in WebAssembly SIMD (`assembly/log-mel.ts`), its tables and its memory.
 *
 * Float32 where `log-mel-rows.ts` has float64: a bin far below the loudest of its frame is less exact, by up to 2e-3 in
 * natural-log units. A frame that float32 can't hold (NaN; samples beyond 1e15) is left to the reference, so what is
 * promised of such sound holds here, too. FFTs are those of 2, 3 and 5: others (of 7 · 2^n, say) are the reference's.
 */
import { planSpectrum, type SpectrumPlan } from "../fft.ts";
import { createReferenceRows, type LogMelPlan, type LogMelRows } from "../log-mel-rows.ts";
import type { MelFilters } from "../mel-filters.ts";
import { instantiate } from "./instantiate.ts";
import { LOGARITHM } from "./logarithm-table.ts";
import { MemoryPlan } from "./memory-plan.ts";

/** Frames a call: bounds the memory, whatever the length of the sound. In fours. */
const BLOCK_FRAMES = 64;
/** A complex point of four frames. */
const COMPLEX_BYTES = 32;
const FOUR = 4;
/** The smallest float32 that has a logarithm here. */
const LEAST = 2 ** -126;

/** Null where WebAssembly SIMD can't be had, or has no such FFT. */
export function createSimdRows(plan: LogMelPlan): LogMelRows | null {
  const spectrum = spectrumOf(plan);
  if (spectrum === null) return null;
  const { frameSamples, hopSamples } = plan;
  const { numMelBins } = plan.filters;

  const memory = new MemoryPlan();
  const tables = addTables(memory, plan, spectrum);
  const frameAt = memory.reserve(4 * plan.fftSamples);
  // Behind it zeros, for the weights of zero.
  const powerAt = memory.reserve(4 * (plan.fftSamples / 2 + FOUR));
  const blockSamples = (BLOCK_FRAMES - 1) * hopSamples + frameSamples;
  const samplesAt = memory.reserve(blockSamples);
  const rowsAt = memory.reserve(BLOCK_FRAMES * numMelBins);
  const settingsAt = memory.addBytes(settingsOf(plan, [...tables, frameAt, powerAt]));

  const instance = memory.instantiate(instantiate);
  if (instance === null) return null;
  const { exports } = instance;
  const samples = new Float32Array(instance.memory, samplesAt, blockSamples);
  const blockRows = new Float32Array(instance.memory, rowsAt, BLOCK_FRAMES * numMelBins);
  let reference: LogMelRows | undefined;

  return {
    compute(sound, start, rows) {
      for (let done = 0; done < rows.length; done += blockRows.length) {
        const values = Math.min(blockRows.length, rows.length - done);
        const numFrames = values / numMelBins;
        const first = start + (done / numMelBins) * hopSamples;
        const numSamples = (numFrames - 1) * hopSamples + frameSamples;
        samples.set(sound.subarray(first, first + numSamples));
        // The last quartet's idle lanes work on silence rather than on what an earlier call left.
        samples.fill(0, numSamples);
        const damaged = exports.logMel(settingsAt, samplesAt, rowsAt, Math.ceil(numFrames / 4));
        const got = rows.subarray(done, done + values);
        got.set(blockRows.subarray(0, values));
        if (damaged === 0) continue;
        reference ??= createReferenceRows(plan);
        for (let f = 0; f < numFrames; f++) {
          const row = got.subarray(f * numMelBins, (f + 1) * numMelBins);
          if (row.some(Number.isNaN)) reference.compute(sound, first + f * hopSamples, row);
        }
      }
    },
  };
}

function spectrumOf({ fftSamples }: LogMelPlan): SpectrumPlan | null {
  try {
    return planSpectrum(fftSamples);
  } catch {
    return null;
  }
}

/** @returns their addresses, in the order of `logMel`'s settings. */
function addTables(memory: MemoryPlan, { shape, filters }: LogMelPlan, spectrum: SpectrumPlan): number[] {
  const { stages, places, cos, sin } = spectrum;
  const { bins, weights } = inFours(filters);
  return [
    memory.add(shape),
    memory.add(Int32Array.from([...stages.flatMap(({ radix, block }) => [radix, block]), 0])),
    memory.add(stages.flatMap(({ twiddles }) => [...twiddles])),
    memory.add([...cos].flatMap((c, k) => [c, sin[k] as number])),
    memory.add(places.map((place) => (place / 2) * COMPLEX_BYTES)),
    memory.add(Int32Array.from(bins)),
    memory.add(weights),
    memory.addBytes(LOGARITHM),
  ];
}

/** Each filter's first bin and how many fours of them it weighs, filled up with weights of zero: fewer turns of a loop. */
function inFours({ numMelBins, firstBin, offset, weights }: MelFilters): { bins: number[]; weights: number[] } {
  const bins: number[] = [];
  const filled: number[] = [];
  for (let m = 0; m < numMelBins; m++) {
    const own = weights.subarray(offset[m], offset[m + 1]);
    const fours = Math.ceil(own.length / FOUR);
    bins.push(firstBin[m] as number, fours);
    filled.push(...own, ...new Array<number>(FOUR * fours - own.length).fill(0));
  }
  return { bins, weights: filled };
}

/** As `assembly/log-mel.ts` reads them. */
function settingsOf(plan: LogMelPlan, addresses: readonly number[]): Uint8Array {
  const { fftSamples, frameSamples, hopSamples, preEmphasis, filters, logarithm, shift, scale } = plan;
  const sizes = [fftSamples / 2, frameSamples, hopSamples, filters.numMelBins, Number(plan.magnitude)];
  const meanWeight = plan.removesMean ? (1 - preEmphasis) / frameSamples : 0;
  const { offset, floor, factor } = logarithm;
  const numbers = [preEmphasis, meanWeight, offset, Math.max(LEAST, floor), factor / scale, shift / scale];
  const settings = new Uint8Array(4 * (addresses.length + sizes.length + numbers.length));
  const whole = new Uint32Array(settings.buffer);
  whole.set([...addresses, ...sizes]);
  new Float32Array(settings.buffer, 4 * (addresses.length + sizes.length)).set(numbers);
  return settings;
}
