/** Owns: ln x for four positive normal float32 at once. */

/**
 * Cephes' `logf` (S. L. Moshier, 1992): x = m·2^e with m in √½..√2, a polynomial in m - 1, and ln 2 in two parts so that
 * e·ln 2 is exact to the last bit; within 1 unit in the last place. No special cases: zero, subnormal numbers, Infinity
 * and NaN give nonsense.
 */
export function naturalLogarithm(x: v128): v128 {
  const half = i32x4.splat(0x3f000000);
  const mantissa = v128.or(v128.and(x, i32x4.splat(0x007fffff)), half);
  const small = f32x4.lt(mantissa, f32x4.splat(0.707106781186547524));
  // -1 where small, as a comparison's all ones are.
  const exponent = i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)), small);
  const e = f32x4.convert_i32x4_s(exponent);
  const one = f32x4.splat(1);
  const m = f32x4.add(f32x4.sub(mantissa, one), v128.and(mantissa, small));
  let y = f32x4.splat(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.151461031e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.167699874e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(3.3333331174e-1));
  const square = f32x4.mul(m, m);
  y = f32x4.mul(f32x4.mul(y, m), square);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.1219444e-4)));
  y = f32x4.sub(y, f32x4.mul(square, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(e, f32x4.splat(0.693359375)));
}
