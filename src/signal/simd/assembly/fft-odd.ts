/** Owns: the butterflies of radix 3 and 5, for frames such as Whisper's 400 samples; see `fft.ts`. */
import { store2, storeTurned } from "./turned";

const COS_1_5: f32 = 0.30901699437494745;
const COS_2_5: f32 = -0.8090169943749475;
const SIN_1_5: f32 = 0.9510565162951535;
const SIN_2_5: f32 = 0.5877852522924731;
const SIN_1_3: f32 = 0.8660254037844386;

export function threes(a: usize, to: usize, part: usize, by: usize, turns: usize, turnsBy: usize): void {
  const half = f32x4.splat(0.5);
  const sine = f32x4.splat(SIN_1_3);
  for (; a < to; a += by, turns += turnsBy) {
    const b = a + part;
    const c = b + part;
    const aRe = v128.load(a);
    const aIm = v128.load(a, 16);
    const sumRe = f32x4.add(v128.load(b), v128.load(c));
    const sumIm = f32x4.add(v128.load(b, 16), v128.load(c, 16));
    const awayRe = f32x4.mul(sine, f32x4.sub(v128.load(b), v128.load(c)));
    const awayIm = f32x4.mul(sine, f32x4.sub(v128.load(b, 16), v128.load(c, 16)));
    const midRe = f32x4.sub(aRe, f32x4.mul(half, sumRe));
    const midIm = f32x4.sub(aIm, f32x4.mul(half, sumIm));
    store2(a, f32x4.add(aRe, sumRe), f32x4.add(aIm, sumIm));
    storeTurned(b, f32x4.add(midRe, awayIm), f32x4.sub(midIm, awayRe), turns, 0);
    storeTurned(c, f32x4.sub(midRe, awayIm), f32x4.add(midIm, awayRe), turns, 1);
  }
}

export function fives(a: usize, to: usize, part: usize, by: usize, turns: usize, turnsBy: usize): void {
  const c1 = f32x4.splat(COS_1_5);
  const c2 = f32x4.splat(COS_2_5);
  const s1 = f32x4.splat(SIN_1_5);
  const s2 = f32x4.splat(SIN_2_5);
  for (; a < to; a += by, turns += turnsBy) {
    const b = a + part;
    const c = b + part;
    const d = c + part;
    const e = d + part;
    const aRe = v128.load(a);
    const aIm = v128.load(a, 16);
    // Sums and differences of the points that mirror each other.
    const outRe = f32x4.add(v128.load(b), v128.load(e));
    const outIm = f32x4.add(v128.load(b, 16), v128.load(e, 16));
    const inRe = f32x4.add(v128.load(c), v128.load(d));
    const inIm = f32x4.add(v128.load(c, 16), v128.load(d, 16));
    const outAwayRe = f32x4.sub(v128.load(b), v128.load(e));
    const outAwayIm = f32x4.sub(v128.load(b, 16), v128.load(e, 16));
    const inAwayRe = f32x4.sub(v128.load(c), v128.load(d));
    const inAwayIm = f32x4.sub(v128.load(c, 16), v128.load(d, 16));
    const evenRe1 = f32x4.add(aRe, mixed(c1, outRe, c2, inRe));
    const evenIm1 = f32x4.add(aIm, mixed(c1, outIm, c2, inIm));
    const evenRe2 = f32x4.add(aRe, mixed(c2, outRe, c1, inRe));
    const evenIm2 = f32x4.add(aIm, mixed(c2, outIm, c1, inIm));
    const oddRe1 = mixed(s1, outAwayRe, s2, inAwayRe);
    const oddIm1 = mixed(s1, outAwayIm, s2, inAwayIm);
    const oddRe2 = f32x4.sub(f32x4.mul(s2, outAwayRe), f32x4.mul(s1, inAwayRe));
    const oddIm2 = f32x4.sub(f32x4.mul(s2, outAwayIm), f32x4.mul(s1, inAwayIm));
    store2(a, f32x4.add(aRe, f32x4.add(outRe, inRe)), f32x4.add(aIm, f32x4.add(outIm, inIm)));
    // even - i·odd and, for the mirrored frequency, even + i·odd
    storeTurned(b, f32x4.add(evenRe1, oddIm1), f32x4.sub(evenIm1, oddRe1), turns, 0);
    storeTurned(c, f32x4.add(evenRe2, oddIm2), f32x4.sub(evenIm2, oddRe2), turns, 1);
    storeTurned(d, f32x4.sub(evenRe2, oddIm2), f32x4.add(evenIm2, oddRe2), turns, 2);
    storeTurned(e, f32x4.sub(evenRe1, oddIm1), f32x4.add(evenIm1, oddRe1), turns, 3);
  }
}

function mixed(weightA: v128, a: v128, weightB: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(weightA, a), f32x4.mul(weightB, b));
}
