/**
 * Owns: a convolution over images of which each pixel's channels lie side by side: four pixels and eight outputs at a time,
 * their 32 sums in eight registers, the eight weights of each input beside each other.
 */
import { madd } from "./madd";

/** Bytes of a tile: where four pixels are read, where they are written, and where what is added to them lies. */
const TILE: usize = 48;

/**
 * @param weights [block of eight outputs][kernel row][value of the run][output]
 * @param rowBytes from one row of the input to the next
 * @param run values of a kernel row: its width times the input's channels, which lie side by side
 * @param least what no output is below: 0 = ReLU
 */
export function convolve(
  tiles: usize,
  numTiles: i32,
  weights: usize,
  bias: usize,
  blocks: i32,
  kernelRows: i32,
  rowBytes: usize,
  run: i32,
  least: f32,
  adds: bool,
): void {
  const floor = f32x4.splat(least);
  const runBytes = (<usize>run) << 2;
  const blockBytes = <usize>kernelRows * runBytes * 8;
  const end = tiles + <usize>numTiles * TILE;
  for (let block: usize = 0; block < (<usize>blocks) << 5; block += 32) {
    const bias0 = v128.load(bias + block);
    const bias1 = v128.load(bias + block, 16);
    for (let tile = tiles; tile < end; tile += TILE) {
      let a0 = bias0;
      let a1 = bias1;
      let b0 = bias0;
      let b1 = bias1;
      let c0 = bias0;
      let c1 = bias1;
      let d0 = bias0;
      let d1 = bias1;
      let x: usize = load<u32>(tile);
      const toB = <usize>load<u32>(tile, 4) - x;
      const toC = <usize>load<u32>(tile, 8) - x;
      const toD = <usize>load<u32>(tile, 12) - x;
      let w = weights;
      for (let row = 0; row < kernelRows; row++, x += rowBytes) {
        const runEnd = x + runBytes;
        for (let at = x; at < runEnd; at += 4, w += 32) {
          const w0 = v128.load(w);
          const w1 = v128.load(w, 16);
          const a = v128.load32_splat(at);
          a0 = madd(a, w0, a0);
          a1 = madd(a, w1, a1);
          const b = v128.load32_splat(at + toB);
          b0 = madd(b, w0, b0);
          b1 = madd(b, w1, b1);
          const c = v128.load32_splat(at + toC);
          c0 = madd(c, w0, c0);
          c1 = madd(c, w1, c1);
          const d = v128.load32_splat(at + toD);
          d0 = madd(d, w0, d0);
          d1 = madd(d, w1, d1);
        }
      }
      finish(tile, block, a0, a1, floor, adds);
      finish(tile + 4, block, b0, b1, floor, adds);
      finish(tile + 8, block, c0, c1, floor, adds);
      finish(tile + 12, block, d0, d1, floor, adds);
    }
    weights += blockBytes;
  }
}

function finish(pixel: usize, block: usize, sum0: v128, sum1: v128, floor: v128, adds: bool): void {
  if (adds) {
    const added = <usize>load<u32>(pixel, 32) + block;
    sum0 = f32x4.add(sum0, v128.load(added));
    sum1 = f32x4.add(sum1, v128.load(added, 16));
  }
  const out = <usize>load<u32>(pixel, 16) + block;
  v128.store(out, f32x4.max(floor, sum0));
  v128.store(out, f32x4.max(floor, sum1), 16);
}
