/**
 * Owns: log-mel rows in float32, four frames at once, one in each lane; the steps of `../../log-mel-rows.ts`.
 * `../simd-log-mel.ts` lays the memory out and fills the tables.
 */
import { transform, unmix } from "./fft";
import { naturalLogarithm } from "./logarithm";

const FRAME_SAMPLES: usize = 400;
const HOP_BYTES: usize = 160 * 4;
const PREEMPHASIS: f32 = 0.97;
const MEL_FLOOR: f32 = 1.192092955078125e-7;

let hann: usize = 0;
let twiddles: usize = 0;
let turns: usize = 0;
let places: usize = 0;
let filters: usize = 0;
let weights: usize = 0;
let frame: usize = 0;
let power: usize = 0;

/**
 * Where the tables lie (float32 but for `places` and `filters`), and the scratch, both aligned to 16 bytes.
 * @param filterTable for each mel bin the first frequency bin that it weighs and how many, two 32-bit integers.
 */
export function layOutLogMel(
  hannTable: usize,
  twiddleTable: usize,
  turnTable: usize,
  placeTable: usize,
  filterTable: usize,
  weightTable: usize,
  frameScratch: usize,
  powerScratch: usize,
): void {
  hann = hannTable;
  twiddles = twiddleTable;
  turns = turnTable;
  places = placeTable;
  filters = filterTable;
  weights = weightTable;
  frame = frameScratch;
  power = powerScratch;
}

/**
 * Rows of `4·quartets` frames that begin at `samples` and every hop after it.
 * @returns 1 where an energy overflowed float32 or the sound holds NaN: the values concerned are then NaN; else 0.
 */
export function logMel(samples: usize, rows: usize, quartets: i32, numMelBins: i32, shift: f32, scale: f32): i32 {
  let damage = i32x4.splat(0);
  const rowBytes = (<usize>numMelBins) << 2;
  for (let quartet = 0; quartet < quartets; quartet++) {
    cutFrames(samples);
    transform(frame, twiddles);
    unmix(frame, power, turns, places);
    damage = v128.or(damage, writeRows(rows, rowBytes, f32x4.splat(shift), f32x4.splat(scale)));
    samples += 4 * HOP_BYTES;
    rows += 4 * rowBytes;
  }
  return v128.any_true(damage) ? 1 : 0;
}

/** Mean removed, pre-emphasised and windowed: (x[i] - 0.97·x[i-1] - 0.03·μ)·Hann, with x[-1] = x[0]. Then zeros. */
function cutFrames(samples: usize): void {
  const second = samples + HOP_BYTES;
  const third = second + HOP_BYTES;
  const fourth = third + HOP_BYTES;
  const sum = columnSums(laneSums(samples), laneSums(second), laneSums(third), laneSums(fourth));
  const offset = f32x4.mul(sum, f32x4.splat((1 - PREEMPHASIS) / <f32>FRAME_SAMPLES));
  let before = f32x4(load<f32>(samples), load<f32>(second), load<f32>(third), load<f32>(fourth));
  let out = frame;
  for (let i: usize = 0; i < FRAME_SAMPLES * 4; i += 16) {
    const a = v128.load(samples + i);
    const b = v128.load(second + i);
    const c = v128.load(third + i);
    const d = v128.load(fourth + i);
    const lowAb = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const lowCd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const highAb = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const highCd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const x0 = v128.shuffle<f32>(lowAb, lowCd, 0, 1, 4, 5);
    const x1 = v128.shuffle<f32>(lowAb, lowCd, 2, 3, 6, 7);
    const x2 = v128.shuffle<f32>(highAb, highCd, 0, 1, 4, 5);
    const x3 = v128.shuffle<f32>(highAb, highCd, 2, 3, 6, 7);
    v128.store(out, shaped(x0, before, offset, hann + i));
    v128.store(out, shaped(x1, x0, offset, hann + i + 4), 16);
    v128.store(out, shaped(x2, x1, offset, hann + i + 8), 32);
    v128.store(out, shaped(x3, x2, offset, hann + i + 12), 48);
    before = x3;
    out += 64;
  }
  memory.fill(out, 0, (512 - FRAME_SAMPLES) * 16);
}

function shaped(x: v128, before: v128, offset: v128, weight: usize): v128 {
  const emphasised = f32x4.sub(f32x4.sub(x, f32x4.mul(before, f32x4.splat(PREEMPHASIS))), offset);
  return f32x4.mul(emphasised, v128.load32_splat(weight));
}

/** A frame's samples added up in fours: eight running sums, so that float32 loses little. */
function laneSums(samples: usize): v128 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (const end = samples + FRAME_SAMPLES * 4; samples < end; samples += 32) {
    even = f32x4.add(even, v128.load(samples));
    odd = f32x4.add(odd, v128.load(samples, 16));
  }
  return f32x4.add(even, odd);
}

/** Lane n of the result is the sum over the lanes of the n-th argument. */
function columnSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** Returns all ones in lanes that hold a NaN. */
function writeRows(rows: usize, rowBytes: usize, shift: v128, scale: v128): v128 {
  let damage = i32x4.splat(0);
  let weight = weights;
  const second = rows + rowBytes;
  const third = second + rowBytes;
  const fourth = third + rowBytes;
  for (let at: usize = 0, filter = filters; at < rowBytes; at += 4, filter += 8) {
    let energy = f32x4.splat(0);
    let bin = power + 16 * load<u32>(filter);
    for (const end = bin + 16 * load<u32>(filter, 4); bin < end; bin += 16, weight += 4) {
      energy = f32x4.add(energy, f32x4.mul(v128.load(bin), v128.load32_splat(weight)));
    }
    const logarithm = naturalLogarithm(f32x4.max(energy, f32x4.splat(MEL_FLOOR)));
    // Infinity less itself is NaN, and NaN is unequal to anything; all ones are a NaN, too.
    const wrong = f32x4.ne(f32x4.sub(energy, energy), f32x4.splat(0));
    const value = v128.or(f32x4.div(f32x4.sub(logarithm, shift), scale), wrong);
    damage = v128.or(damage, wrong);
    v128.store_lane<f32>(rows + at, value, 0);
    v128.store_lane<f32>(second + at, value, 1);
    v128.store_lane<f32>(third + at, value, 2);
    v128.store_lane<f32>(fourth + at, value, 3);
  }
  return damage;
}
