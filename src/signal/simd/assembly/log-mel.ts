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
  const logarithm: usize = load<u32>(settings, 28);
  const frame: usize = load<u32>(settings, 32);
  const power: usize = load<u32>(settings, 36);
  const points: usize = load<u32>(settings, 40);
  const frameSamples: usize = load<u32>(settings, 44);
  const hopBytes: usize = (<usize>load<u32>(settings, 48)) << 2;
  const rowBytes: usize = (<usize>load<u32>(settings, 52)) << 2;
  const magnitude = load<u32>(settings, 56) !== 0;
  const emphasis = load<f32>(settings, 60);
  const meanWeight = load<f32>(settings, 64);

  const frameEnd = frame + points * 32;
  let sum = f32x4.splat(0);
  for (let quartet = 0; quartet < quartets; quartet++) {
    const cutEnd = cutFrames(samples, hopBytes, frameSamples, shape, frame, emphasis, meanWeight);
    memory.fill(cutEnd, 0, frameEnd - cutEnd);
    transform(frame, points, stages, twiddles);
    unmix(frame, points, power, turns, places);
    if (magnitude) takeRoots(power, points);
    sum = f32x4.add(sum, writeRows(rows, rowBytes, power, filters, weights, settings + 68, logarithm));
    samples += 4 * hopBytes;
    rows += 4 * rowBytes;
  }
  // A sum with NaN in it is NaN, which is unequal to anything.
  return v128.any_true(f32x4.ne(sum, sum)) ? 1 : 0;
}

function takeRoots(power: usize, points: usize): void {
  for (const end = power + ((points + 1) << 4); power < end; power += 16)
    v128.store(power, f32x4.sqrt(v128.load(power)));
}

/** Four frames' energy of one filter: its first bin and its fours of them at `filter`. */
function energyOf(filter: usize, power: usize, weight: usize): v128 {
  let energy = f32x4.splat(0);
  let bin = power + 16 * load<u32>(filter);
  for (const end = bin + 64 * load<u32>(filter, 4); bin < end; bin += 64, weight += 16) {
    const low = f32x4.add(weighed(bin, weight), weighed(bin + 16, weight + 4));
    const high = f32x4.add(weighed(bin + 32, weight + 8), weighed(bin + 48, weight + 12));
    energy = f32x4.add(energy, f32x4.add(low, high));
  }
  return energy;
}

function weighed(bin: usize, weight: usize): v128 {
  return f32x4.mul(v128.load(bin), v128.load32_splat(weight));
}

/** ln(max(energy + offset, floor))·factor - shift; NaN where the energy is no finite number. The four at `scaling`. */
function valueOf(energy: v128, scaling: usize, table: usize): v128 {
  const raised = f32x4.add(energy, v128.load32_splat(scaling));
  const logarithm = naturalLogarithm(f32x4.pmax(raised, v128.load32_splat(scaling, 4)), table);
  const value = f32x4.sub(f32x4.mul(logarithm, v128.load32_splat(scaling, 8)), v128.load32_splat(scaling, 12));
  // Infinity less itself is NaN.
  return f32x4.add(value, f32x4.sub(energy, energy));
}

/**
 * Rows of four frames: four mels of a frame at a time, then those that are left.
 * @returns NaN in some lane where a value is, else nothing of the kind.
 */
function writeRows(
  rows: usize,
  rowBytes: usize,
  power: usize,
  filter: usize,
  weight: usize,
  scaling: usize,
  table: usize,
): v128 {
  const second = rows + rowBytes;
  const third = second + rowBytes;
  const fourth = third + rowBytes;
  let sum = f32x4.splat(0);
  let at: usize = 0;
  for (const whole = rowBytes & ~15; at < whole; at += 16, filter += 32) {
    const a = energyOf(filter, power, weight);
    weight += 16 * load<u32>(filter, 4);
    const b = energyOf(filter + 8, power, weight);
    weight += 16 * load<u32>(filter, 12);
    const c = energyOf(filter + 16, power, weight);
    weight += 16 * load<u32>(filter, 20);
    const d = energyOf(filter + 24, power, weight);
    weight += 16 * load<u32>(filter, 28);
    const lowAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const lowCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const highAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const highCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const value0 = valueOf(v128.shuffle<f32>(lowAB, lowCD, 0, 1, 4, 5), scaling, table);
    const value1 = valueOf(v128.shuffle<f32>(lowAB, lowCD, 2, 3, 6, 7), scaling, table);
    const value2 = valueOf(v128.shuffle<f32>(highAB, highCD, 0, 1, 4, 5), scaling, table);
    const value3 = valueOf(v128.shuffle<f32>(highAB, highCD, 2, 3, 6, 7), scaling, table);
    v128.store(rows + at, value0);
    v128.store(second + at, value1);
    v128.store(third + at, value2);
    v128.store(fourth + at, value3);
    sum = f32x4.add(sum, f32x4.add(f32x4.add(value0, value1), f32x4.add(value2, value3)));
  }
  for (; at < rowBytes; at += 4, filter += 8) {
    const value = valueOf(energyOf(filter, power, weight), scaling, table);
    weight += 16 * load<u32>(filter, 4);
    v128.store_lane<f32>(rows + at, value, 0);
    v128.store_lane<f32>(second + at, value, 1);
    v128.store_lane<f32>(third + at, value, 2);
    v128.store_lane<f32>(fourth + at, value, 3);
    sum = f32x4.add(sum, value);
  }
  return sum;
}
