/**
 * Owns: log-mel rows in float32, four frames at once, one in each lane; the steps of `../../log-mel-rows.ts`.
 * `../simd-log-mel.ts` lays the memory out and fills the tables.
 */
import { cutFrames } from "./cut-frames";
import { transform, unmix } from "./fft";
import { naturalLogarithm } from "./logarithm";

/**
 * Rows of `4·quartets` frames that begin at `samples` and every hop after it.
 * @param settings addresses and sizes as 32-bit integers, then float32, in the order of `SETTINGS` in `../simd-log-mel.ts`;
 * tables are aligned to 16 bytes.
 * @returns 1 where an energy overflowed float32 or the sound holds NaN: the values concerned are then NaN; else 0.
 */
export function logMel(settings: usize, samples: usize, rows: usize, quartets: i32): i32 {
  const shape: usize = load<u32>(settings);
  const stages: usize = load<u32>(settings, 4);
  const twiddles: usize = load<u32>(settings, 8);
  const turns: usize = load<u32>(settings, 12);
  const places: usize = load<u32>(settings, 16);
  const filters: usize = load<u32>(settings, 20);
  const weights: usize = load<u32>(settings, 24);
  const frame: usize = load<u32>(settings, 28);
  const power: usize = load<u32>(settings, 32);
  const points: usize = load<u32>(settings, 36);
  const frameSamples: usize = load<u32>(settings, 40);
  const hopBytes: usize = (<usize>load<u32>(settings, 44)) << 2;
  const rowBytes: usize = (<usize>load<u32>(settings, 48)) << 2;
  const magnitude = load<u32>(settings, 52) !== 0;
  const emphasis = load<f32>(settings, 56);
  const meanWeight = load<f32>(settings, 60);

  const frameEnd = frame + points * 32;
  let damage = i32x4.splat(0);
  for (let quartet = 0; quartet < quartets; quartet++) {
    const cutEnd = cutFrames(samples, hopBytes, frameSamples, shape, frame, emphasis, meanWeight);
    memory.fill(cutEnd, 0, frameEnd - cutEnd);
    transform(frame, points, stages, twiddles);
    unmix(frame, points, power, turns, places);
    if (magnitude) takeRoots(power, points);
    damage = v128.or(damage, writeRows(rows, rowBytes, power, filters, weights, settings + 64));
    samples += 4 * hopBytes;
    rows += 4 * rowBytes;
  }
  return v128.any_true(damage) ? 1 : 0;
}

function takeRoots(power: usize, points: usize): void {
  for (const end = power + ((points + 1) << 4); power < end; power += 16)
    v128.store(power, f32x4.sqrt(v128.load(power)));
}

function weighed(bin: usize, weight: usize): v128 {
  return f32x4.mul(v128.load(bin), v128.load32_splat(weight));
}

/**
 * (factor·ln(max(energy + offset, floor)) - shift) · perScale, with the five numbers at `scaling`.
 * Returns all ones in lanes that hold a NaN.
 */
function writeRows(rows: usize, rowBytes: usize, power: usize, filters: usize, weight: usize, scaling: usize): v128 {
  const offset = v128.load32_splat(scaling);
  const floor = v128.load32_splat(scaling, 4);
  const factor = v128.load32_splat(scaling, 8);
  const shift = v128.load32_splat(scaling, 12);
  const perScale = v128.load32_splat(scaling, 16);
  let damage = i32x4.splat(0);
  const second = rows + rowBytes;
  const third = second + rowBytes;
  const fourth = third + rowBytes;
  for (let at: usize = 0, filter = filters; at < rowBytes; at += 4, filter += 8) {
    let energy = f32x4.splat(0);
    let bin = power + 16 * load<u32>(filter);
    for (const end = bin + 64 * load<u32>(filter, 4); bin < end; bin += 64, weight += 16) {
      const low = f32x4.add(weighed(bin, weight), weighed(bin + 16, weight + 4));
      const high = f32x4.add(weighed(bin + 32, weight + 8), weighed(bin + 48, weight + 12));
      energy = f32x4.add(energy, f32x4.add(low, high));
    }
    const logarithm = f32x4.mul(factor, naturalLogarithm(f32x4.max(f32x4.add(energy, offset), floor)));
    // Infinity less itself is NaN, and NaN is unequal to anything; all ones are a NaN, too.
    const wrong = f32x4.ne(f32x4.sub(energy, energy), f32x4.splat(0));
    const value = v128.or(f32x4.mul(f32x4.sub(logarithm, shift), perScale), wrong);
    damage = v128.or(damage, wrong);
    v128.store_lane<f32>(rows + at, value, 0);
    v128.store_lane<f32>(second + at, value, 1);
    v128.store_lane<f32>(third + at, value, 2);
    v128.store_lane<f32>(fourth + at, value, 3);
  }
  return damage;
}
