/**
 * Owns: log-mel rows in WebAssembly SIMD (`assembly/log-mel.ts`), its tables and its memory.
 *
 * Float32 where `log-mel-rows.ts` has float64: a bin far below the loudest of its frame is less exact, by up to 2e-3 in
 * natural-log units. A frame that float32 can't hold (NaN; samples beyond 1e15) is left to the reference, so what is
 * promised of such sound holds here, too.
 */
import { planSpectrum } from "../fft.ts";
import {
  createReferenceRows,
  FFT_SIZE,
  FRAME_SAMPLES,
  HOP_SAMPLES,
  type LogMelPlan,
  type LogMelRows,
  symmetricHann,
} from "../log-mel-rows.ts";
import { instantiate, type SignalInstance } from "./instantiate.ts";

/** Frames a call: bounds the memory, whatever the length of the sound. In fours. */
const BLOCK_FRAMES = 64;
const BLOCK_SAMPLES = (BLOCK_FRAMES - 1) * HOP_SAMPLES + FRAME_SAMPLES;
/** A complex point of four frames. */
const COMPLEX_BYTES = 32;

/** Null where WebAssembly SIMD can't be had. */
export function createSimdRows(plan: LogMelPlan): LogMelRows | null {
  const { numMelBins, firstBin, offset, weights } = plan.filters;
  const { stages, places, cos, sin } = planSpectrum(FFT_SIZE);
  const numBins = FFT_SIZE / 2 + 1;

  const memory = new MemoryPlan();
  const hannAt = memory.add(symmetricHann());
  const twiddlesAt = memory.add(stages.flatMap(({ twiddles }) => [...twiddles]));
  const turnsAt = memory.add([...cos].flatMap((c, k) => [c, sin[k] as number]));
  const placesAt = memory.add(places.map((place) => (place / 2) * COMPLEX_BYTES));
  const filtersAt = memory.add(
    Int32Array.from({ length: 2 * numMelBins }, (_, i) =>
      i % 2 === 0 ? (firstBin[i >> 1] as number) : (offset[(i >> 1) + 1] as number) - (offset[i >> 1] as number),
    ),
  );
  const weightsAt = memory.add(weights);
  const frameAt = memory.reserve(4 * FFT_SIZE);
  const powerAt = memory.reserve(4 * numBins);
  const samplesAt = memory.reserve(BLOCK_SAMPLES);
  const rowsAt = memory.reserve(BLOCK_FRAMES * numMelBins);

  const instance = memory.instantiate();
  if (instance === null) return null;
  const { exports } = instance;
  exports.layOutLogMel(hannAt, twiddlesAt, turnsAt, placesAt, filtersAt, weightsAt, frameAt, powerAt);
  const samples = new Float32Array(instance.memory, samplesAt, BLOCK_SAMPLES);
  const blockRows = new Float32Array(instance.memory, rowsAt, BLOCK_FRAMES * numMelBins);
  let reference: LogMelRows | undefined;

  return {
    compute(waveform, start, rows) {
      for (let done = 0; done < rows.length; done += blockRows.length) {
        const values = Math.min(blockRows.length, rows.length - done);
        const numFrames = values / numMelBins;
        const first = start + (done / numMelBins) * HOP_SAMPLES;
        const numSamples = (numFrames - 1) * HOP_SAMPLES + FRAME_SAMPLES;
        samples.set(waveform.subarray(first, first + numSamples));
        // The last quartet's idle lanes work on silence rather than on what an earlier call left.
        samples.fill(0, numSamples);
        const quartets = Math.ceil(numFrames / 4);
        const damaged = exports.logMel(samplesAt, rowsAt, quartets, numMelBins, plan.shift, plan.scale);
        const got = rows.subarray(done, done + values);
        got.set(blockRows.subarray(0, values));
        if (damaged === 0) continue;
        reference ??= createReferenceRows(plan);
        for (let f = 0; f < numFrames; f++) {
          const row = got.subarray(f * numMelBins, (f + 1) * numMelBins);
          if (row.some(Number.isNaN)) reference.compute(waveform, first + f * HOP_SAMPLES, row);
        }
      }
    },
  };
}

/** Places tables and scratch one after the other, each aligned to 16 bytes; all of them have values of 4 bytes. */
class MemoryPlan {
  #bytes = 0;
  readonly #tables: { readonly at: number; readonly table: Float32Array | Int32Array }[] = [];

  /** @returns the address of `count` values. */
  reserve(count: number): number {
    const at = this.#bytes;
    this.#bytes += Math.ceil(count / 4) * 16;
    return at;
  }

  /** Any numbers but an Int32Array become float32. */
  add(values: Int32Array | ArrayLike<number>): number {
    const table = values instanceof Int32Array ? values : Float32Array.from(values);
    const at = this.reserve(table.length);
    this.#tables.push({ at, table });
    return at;
  }

  instantiate(): SignalInstance | null {
    const instance = instantiate(this.#bytes);
    if (instance === null) return null;
    for (const { at, table } of this.#tables) {
      new (table instanceof Int32Array ? Int32Array : Float32Array)(instance.memory, at, table.length).set(table);
    }
    return instance;
  }
}
