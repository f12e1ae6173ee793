/**
 * Owns: a stripe of a matrix product, C = alpha · A · B or C += alpha · A · B, in the calling convention and the order of sums of
 * onnxruntime's `MlasSgemmKernel`, so that a body can stand in the other's place and the results are the same bits. A function's
 * body here must call nothing and use no global: `@inline` throughout.
 *
 * B is packed: panels of 16 columns, a row of 16 after the other, the last panel filled up. One step of the loop loads a vector of B
 * and uses it for both rows at once: eight sums, two factors and one vector are eleven registers of the sixteen there are.
 */

/** C = alpha · A · B: `MlasSgemmKernelZero`. */
export function assign(
  a: usize,
  b: usize,
  c: usize,
  countK: i32,
  countM: i32,
  countN: i32,
  lda: usize,
  ldc: usize,
  alpha: f32,
): i32 {
  return product(a, b, c, countK, countM, countN, lda, ldc, alpha, false);
}

/** C += alpha · A · B: `MlasSgemmKernelAdd`. */
export function increase(
  a: usize,
  b: usize,
  c: usize,
  countK: i32,
  countM: i32,
  countN: i32,
  lda: usize,
  ldc: usize,
  alpha: f32,
): i32 {
  return product(a, b, c, countK, countM, countN, lda, ldc, alpha, true);
}

/** @param lda floats from a row of A to the next; ldc: of C. @returns how many rows of C are done: 2, or 1 where no more is asked */
// @ts-ignore: a decorator of AssemblyScript
@inline
function product(
  a: usize,
  b: usize,
  c: usize,
  countK: i32,
  countM: i32,
  countN: i32,
  lda: usize,
  ldc: usize,
  alpha: f32,
  adds: bool,
): i32 {
  const scale = f32x4.splat(alpha);
  if (countM >= 2) {
    const second = ldc << 2;
    while (true) {
      let p0 = f32x4.splat(0);
      let p1 = p0;
      let p2 = p0;
      let p3 = p0;
      let q0 = p0;
      let q1 = p0;
      let q2 = p0;
      let q3 = p0;
      let p = a;
      let q = a + (lda << 2);
      for (let k = countK; k > 0; k--, p += 4, q += 4, b += 64) {
        const x = v128.load32_splat(p);
        const y = v128.load32_splat(q);
        const b0 = v128.load(b);
        p0 = f32x4.add(p0, f32x4.mul(x, b0));
        q0 = f32x4.add(q0, f32x4.mul(y, b0));
        const b1 = v128.load(b, 16);
        p1 = f32x4.add(p1, f32x4.mul(x, b1));
        q1 = f32x4.add(q1, f32x4.mul(y, b1));
        const b2 = v128.load(b, 32);
        p2 = f32x4.add(p2, f32x4.mul(x, b2));
        q2 = f32x4.add(q2, f32x4.mul(y, b2));
        const b3 = v128.load(b, 48);
        p3 = f32x4.add(p3, f32x4.mul(x, b3));
        q3 = f32x4.add(q3, f32x4.mul(y, b3));
      }
      put(c, p0, p1, scale, countN, adds);
      put(c + second, q0, q1, scale, countN, adds);
      if (countN > 8) {
        put(c + 32, p2, p3, scale, countN - 8, adds);
        put(c + second + 32, q2, q3, scale, countN - 8, adds);
      }
      if (countN <= 16) return 2;
      countN -= 16;
      c += 64;
    }
  }
  while (true) {
    let p0 = f32x4.splat(0);
    let p1 = p0;
    let p2 = p0;
    let p3 = p0;
    let p = a;
    for (let k = countK; k > 0; k--, p += 4, b += 64) {
      const x = v128.load32_splat(p);
      p0 = f32x4.add(p0, f32x4.mul(x, v128.load(b)));
      p1 = f32x4.add(p1, f32x4.mul(x, v128.load(b, 16)));
      p2 = f32x4.add(p2, f32x4.mul(x, v128.load(b, 32)));
      p3 = f32x4.add(p3, f32x4.mul(x, v128.load(b, 48)));
    }
    put(c, p0, p1, scale, countN, adds);
    if (countN > 8) put(c + 32, p2, p3, scale, countN - 8, adds);
    if (countN <= 16) return 1;
    countN -= 16;
    c += 64;
  }
}

/** Writes at most eight columns of one row. @param columns how many there still are: nothing behind them is touched */
// @ts-ignore: a decorator of AssemblyScript
@inline
function put(c: usize, sum0: v128, sum1: v128, scale: v128, columns: i32, adds: bool): void {
  let x = f32x4.mul(sum0, scale);
  let y = f32x4.mul(sum1, scale);
  if (columns >= 8) {
    if (adds) {
      x = f32x4.add(x, v128.load(c));
      y = f32x4.add(y, v128.load(c, 16));
    }
    v128.store(c, x);
    v128.store(c, y, 16);
    return;
  }
  if (columns & 4) {
    if (adds) x = f32x4.add(x, v128.load(c));
    v128.store(c, x);
    c += 16;
    x = y;
  }
  if (columns & 2) {
    if (adds) x = f32x4.add(x, v128.load64_zero(c));
    v128.store64_lane(c, x, 0);
    c += 8;
    x = v128.shuffle<f32>(x, x, 2, 3, 2, 3);
  }
  if (columns & 1) {
    if (adds) x = f32x4.add(x, v128.load32_zero(c));
    v128.store32_lane(c, x, 0);
  }
}
