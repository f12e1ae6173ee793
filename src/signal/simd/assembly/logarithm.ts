/** Owns: ln x for four positive normal float32 at once. */

/** The n-th number of a table, in all lanes. */
function number(table: usize, n: usize): v128 {
  return v128.load32_splat(table + (n << 2));
}

/**
 * Cephes' `logf` (S. L. Moshier, 1992): x = m·2^e with m in √½..√2, a polynomial in m - 1, and ln 2 in two parts so that
 * e·ln 2 is exact to the last bit; within 2 units in the last place. The polynomial is summed in pairs (Estrin), not one step
 * after the other: a processor then has several of its steps under way. No special cases: zero, subnormal numbers, Infinity
 * and NaN give nonsense.
 * @param table `LOGARITHM` of `../logarithm-table.ts`: a number of the code itself takes three instructions at each use.
 */
export function naturalLogarithm(x: v128, table: usize): v128 {
  const mantissa = v128.or(v128.and(x, number(table, 0)), number(table, 1));
  const small = f32x4.lt(mantissa, number(table, 2));
  // -1 where small, as a comparison's all ones are.
  const exponent = i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), number(table, 3)), small);
  const e = f32x4.convert_i32x4_s(exponent);
  const m = f32x4.add(f32x4.sub(mantissa, number(table, 4)), v128.and(mantissa, small));
  const square = f32x4.mul(m, m);
  const fourth = f32x4.mul(square, square);
  const first = f32x4.add(f32x4.mul(number(table, 12), m), number(table, 13));
  const second = f32x4.add(f32x4.mul(number(table, 10), m), number(table, 11));
  const third = f32x4.add(f32x4.mul(number(table, 8), m), number(table, 9));
  const last = f32x4.add(f32x4.mul(number(table, 6), m), number(table, 7));
  const low = f32x4.add(f32x4.mul(second, square), first);
  const high = f32x4.add(f32x4.mul(last, square), third);
  const top = f32x4.add(f32x4.mul(number(table, 5), fourth), high);
  let y = f32x4.mul(f32x4.add(f32x4.mul(top, fourth), low), f32x4.mul(m, square));
  y = f32x4.add(y, f32x4.mul(e, number(table, 14)));
  y = f32x4.sub(y, f32x4.mul(square, number(table, 15)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(e, number(table, 16)));
}
