/**
 * Owns: the resampler's arithmetic in WebAssembly SIMD (`assembly/resample.ts`), and its memory: history, outputs, rows.
 * Float32 where `resampler-kernel.ts` has float64: within 4e-7 of it at full scale, 30 dB under the filter's stop band.
 */
import type { ResamplerKernel, ResamplerPlan } from "../resampler-kernel.ts";
import { instantiate } from "./instantiate.ts";

const FLOAT_BYTES = 4;
/** Outputs a call: bounds the memory where a rate goes up 256 times. */
const BLOCK_OUTPUTS = 4096;
/** `keepSound` works in fours and may touch up to 3 samples beyond the history's end. */
const SLACK_SAMPLES = 4;

/** Null where WebAssembly SIMD can't be had. */
export function createSimdKernel({ up, down, bank, capacity }: ResamplerPlan): ResamplerKernel | null {
  const outAt = (capacity + SLACK_SAMPLES) * FLOAT_BYTES;
  const rowsAt = outAt + BLOCK_OUTPUTS * FLOAT_BYTES;
  const instance = instantiate(rowsAt + bank.rows.byteLength);
  if (instance === null) return null;
  const { memory, exports } = instance;
  const history = new Float32Array(memory, 0, capacity);
  const outputs = new Float32Array(memory, outAt, BLOCK_OUTPUTS);
  new Float32Array(memory, rowsAt, bank.rows.length).set(bank.rows);
  const steps = bank.interpolated ? bank.steps : 0;
  const positionStep = Math.floor(down / up);
  const phaseStep = down % up;

  return {
    take(samples, at) {
      history.set(samples, at);
      exports.keepSound(at * FLOAT_BYTES, samples.length);
    },
    keep(from, end) {
      history.copyWithin(0, from, end);
    },
    produce(out, start, phase) {
      for (let done = 0; done < out.length; done += BLOCK_OUTPUTS) {
        const count = Math.min(BLOCK_OUTPUTS, out.length - done);
        const elapsed = phase + done * down;
        const first = (start + Math.floor(elapsed / up)) * FLOAT_BYTES;
        exports.resample(first, rowsAt, outAt, count, bank.taps, steps, up, elapsed % up, positionStep, phaseStep);
        out.set(outputs.subarray(0, count), done);
      }
    },
  };
}
