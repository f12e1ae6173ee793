/** Owns: how complex points of four lanes are stored: four real parts, then four imaginary ones. */

export function store2(at: usize, re: v128, im: v128): void {
  v128.store(at, re);
  v128.store(at, im, 16);
}

/** Turned by the n-th pair (cos, sin) of `turns`; as it is where `turns` is 0. */
export function storeTurned(at: usize, re: v128, im: v128, turns: usize, n: usize): void {
  if (turns === 0) {
    store2(at, re, im);
    return;
  }
  const c = v128.load32_splat(turns + (n << 3));
  const s = v128.load32_splat(turns + (n << 3), 4);
  v128.store(at, f32x4.sub(f32x4.mul(c, re), f32x4.mul(s, im)));
  v128.store(at, f32x4.add(f32x4.mul(c, im), f32x4.mul(s, re)), 16);
}
