/**
 * Owns: the resampler's dot products in float32, four lanes wide. Addresses are bytes; `../simd-resampler.ts` lays the
 * memory out. Each output is the same sequence of operations wherever it falls in a block, so its bits are the same.
 */

/** Beyond this a sample is damage: `LARGEST_SAMPLE` of `finite.ts`. */
const LARGEST: f32 = 1e30;
/**
 * -400 dB of full scale, heard as silence: its products with the smallest coefficients would be subnormal in float32,
 * on which x86 is a hundred times slower (tails of decoders hold such numbers).
 */
const SMALLEST: f32 = 1e-20;

/** Sets what is no sound (NaN, ±Infinity, beyond ±1e30) to 0, in place. May touch up to 3 samples after the last. */
export function keepSound(samples: usize, count: i32): void {
  for (let at = samples, end = samples + ((<usize>count) << 2); at < end; at += 16) {
    const x = v128.load(at);
    const size = f32x4.abs(x);
    // Comparisons with NaN are false.
    const sound = v128.and(f32x4.lt(size, f32x4.splat(LARGEST)), f32x4.gt(size, f32x4.splat(SMALLEST)));
    v128.store(at, v128.and(x, sound));
  }
}

/**
 * Writes `count` outputs; output n sounds (phase + n·(up·positionStep + phaseStep)) / up after the position whose first
 * tap is at `history`. Rates may be any safe integer, so phases are float64.
 * @param steps rows between two input samples where rows are interpolated, else 0.
 */
export function resample(
  history: usize,
  rows: usize,
  out: usize,
  count: i32,
  taps: i32,
  steps: f64,
  up: f64,
  phase: f64,
  positionStep: i32,
  phaseStep: f64,
): void {
  const rowBytes = (<usize>taps) << 2;
  const outEnd = out + ((<usize>count) << 2);
  while (out < outEnd) {
    if (steps == 0) {
      store<f32>(out, dot(history, rows + <usize>phase * rowBytes, taps));
    } else {
      const place = (phase * steps) / up;
      const row = floor(place);
      const address = rows + <usize>row * rowBytes;
      const below = <f64>dot(history, address, taps);
      store<f32>(out, <f32>(below + (place - row) * (<f64>dot(history, address + rowBytes, taps) - below)));
    }
    out += 4;
    history += (<usize>positionStep) << 2;
    phase += phaseStep;
    if (phase >= up) {
      phase -= up;
      history += 4;
    }
  }
}

/** Sixteen running sums: an addition needn't wait for the one before it, and each sum stays short. `taps` in fours. */
function dot(a: usize, b: usize, taps: i32): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  const end = a + ((<usize>taps) << 2);
  for (const whole = a + ((<usize>(taps & ~15)) << 2); a < whole; a += 64, b += 64) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a), v128.load(b)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
  }
  for (; a < end; a += 16, b += 16) sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a), v128.load(b)));
  const sum = f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3));
  const pairs = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
