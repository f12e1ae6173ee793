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
  const upBytes = (<usize>up) << 2;
  // Each `up` outputs the rows come again, over the next samples: two outputs share what is loaded of a row.
  const turnBytes = (<usize>up * positionStep + <usize>phaseStep) << 2;
  const pairBytes: usize = steps == 0 ? 2 * upBytes : <usize>-1;
  const outEnd = out + ((<usize>count) << 2);
  for (; outEnd - out >= pairBytes; out += upBytes, history += turnBytes) {
    for (const turnEnd = out + upBytes; out < turnEnd; out += 4) {
      dots(history, history + turnBytes, rows + <usize>phase * rowBytes, out, out + upBytes, taps);
      history += (<usize>positionStep) << 2;
      phase += phaseStep;
      if (phase >= up) {
        phase -= up;
        history += 4;
      }
    }
  }
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

/** Two outputs by one row, each exactly as `dot` has it. */
function dots(a: usize, other: usize, b: usize, out: usize, otherOut: usize, taps: i32): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  const apart = other - a;
  const end = a + ((<usize>taps) << 2);
  for (const whole = a + ((<usize>(taps & ~15)) << 2); a < whole; a += 64, b += 64) {
    const at = a + apart;
    const row0 = v128.load(b);
    a0 = f32x4.add(a0, f32x4.mul(v128.load(a), row0));
    b0 = f32x4.add(b0, f32x4.mul(v128.load(at), row0));
    const row1 = v128.load(b, 16);
    a1 = f32x4.add(a1, f32x4.mul(v128.load(a, 16), row1));
    b1 = f32x4.add(b1, f32x4.mul(v128.load(at, 16), row1));
    const row2 = v128.load(b, 32);
    a2 = f32x4.add(a2, f32x4.mul(v128.load(a, 32), row2));
    b2 = f32x4.add(b2, f32x4.mul(v128.load(at, 32), row2));
    const row3 = v128.load(b, 48);
    a3 = f32x4.add(a3, f32x4.mul(v128.load(a, 48), row3));
    b3 = f32x4.add(b3, f32x4.mul(v128.load(at, 48), row3));
  }
  for (; a < end; a += 16, b += 16) {
    const row = v128.load(b);
    a0 = f32x4.add(a0, f32x4.mul(v128.load(a), row));
    b0 = f32x4.add(b0, f32x4.mul(v128.load(a + apart), row));
  }
  store<f32>(out, total(a0, a1, a2, a3));
  store<f32>(otherOut, total(b0, b1, b2, b3));
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
  return total(sum0, sum1, sum2, sum3);
}

function total(sum0: v128, sum1: v128, sum2: v128, sum3: v128): f32 {
  const sum = f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3));
  const pairs = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
