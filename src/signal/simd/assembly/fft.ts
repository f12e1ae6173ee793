/**
 * Owns: `../../fft.ts` in float32 for four frames at once, one in each lane: N real samples read as N/2 complex points,
 * stages of radix 4, 2, 3 or 5 in place, unmixed into N/2 + 1 powers. No lane looks at another, so a frame's bits don't
 * depend on its neighbours. A complex point takes 32 bytes: four real parts, four imaginary ones.
 */
import { fives, threes } from "./fft-odd";
import { store2, storeTurned } from "./turned";

const COMPLEX: usize = 32;

/**
 * The points of a block that are turned alike lie one behind the other, so a loop goes along them; where each block has but one
 * (turned by 1), it goes over the blocks.
 * @param stages radix and complex points of a block, two 32-bit integers for each stage; then a zero.
 * @param twiddles for each stage and each j of a block's part cos and sin of W^j … W^(radix-1)j, as float32.
 */
export function transform(frame: usize, points: usize, stages: usize, twiddles: usize): void {
  const end = frame + points * COMPLEX;
  for (let radix: usize = load<u32>(stages); radix !== 0; radix = load<u32>(stages)) {
    const step = <usize>load<u32>(stages, 4) * COMPLEX;
    const part = step / radix;
    const turnBytes = (radix - 1) << 3;
    if (part === COMPLEX) butterflies(radix, frame, end, part, step, 0, 0);
    else
      for (let block = frame; block < end; block += step)
        butterflies(radix, block, block + part, part, COMPLEX, twiddles, turnBytes);
    twiddles += (part / COMPLEX) * turnBytes;
    stages += 8;
  }
}

/** @param by bytes from one butterfly's first point to the next one's. @param turnsBy and from its twiddles to theirs. */
function butterflies(radix: usize, from: usize, to: usize, part: usize, by: usize, turns: usize, turnsBy: usize): void {
  if (radix === 4) fours(from, to, part, by, turns, turnsBy);
  else if (radix === 2) twos(from, to, part, by, turns, turnsBy);
  else if (radix === 5) fives(from, to, part, by, turns, turnsBy);
  else threes(from, to, part, by, turns, turnsBy);
}

function fours(a: usize, to: usize, part: usize, by: usize, turns: usize, turnsBy: usize): void {
  for (; a < to; a += by, turns += turnsBy) {
    const b = a + part;
    const c = b + part;
    const d = c + part;
    const aRe = v128.load(a);
    const aIm = v128.load(a, 16);
    const bRe = v128.load(b);
    const bIm = v128.load(b, 16);
    const cRe = v128.load(c);
    const cIm = v128.load(c, 16);
    const dRe = v128.load(d);
    const dIm = v128.load(d, 16);
    const acRe = f32x4.add(aRe, cRe);
    const acIm = f32x4.add(aIm, cIm);
    const awayRe = f32x4.sub(aRe, cRe);
    const awayIm = f32x4.sub(aIm, cIm);
    const bdRe = f32x4.add(bRe, dRe);
    const bdIm = f32x4.add(bIm, dIm);
    const turnRe = f32x4.sub(bIm, dIm); // -i·(b - d)
    const turnIm = f32x4.sub(dRe, bRe);
    store2(a, f32x4.add(acRe, bdRe), f32x4.add(acIm, bdIm));
    storeTurned(b, f32x4.add(awayRe, turnRe), f32x4.add(awayIm, turnIm), turns, 0);
    storeTurned(c, f32x4.sub(acRe, bdRe), f32x4.sub(acIm, bdIm), turns, 1);
    storeTurned(d, f32x4.sub(awayRe, turnRe), f32x4.sub(awayIm, turnIm), turns, 2);
  }
}

function twos(a: usize, to: usize, part: usize, by: usize, turns: usize, turnsBy: usize): void {
  for (; a < to; a += by, turns += turnsBy) {
    const b = a + part;
    const aRe = v128.load(a);
    const aIm = v128.load(a, 16);
    const bRe = v128.load(b);
    const bIm = v128.load(b, 16);
    store2(a, f32x4.add(aRe, bRe), f32x4.add(aIm, bIm));
    storeTurned(b, f32x4.sub(aRe, bRe), f32x4.sub(aIm, bIm), turns, 0);
  }
}

/**
 * X[k] = E + W^k·O and X[N/2-k] = conj(E - W^k·O), with E, O the spectra of the even and the odd samples.
 * @param power receives N/2 + 1 times four powers.
 * @param turns cos and sin of W^k in pairs, k = 0..N/4.
 * @param places bytes from the frame's beginning to frequency k.
 */
export function unmix(frame: usize, points: usize, power: usize, turns: usize, places: usize): void {
  const re = v128.load(frame);
  const im = v128.load(frame, 16);
  const sum = f32x4.add(re, im);
  const difference = f32x4.sub(re, im);
  v128.store(power, f32x4.mul(sum, sum));
  v128.store(power + 16 * points, f32x4.mul(difference, difference));
  const quarter = f32x4.splat(0.25);
  for (let k: usize = 1; k <= points >> 1; k++) {
    const near = frame + load<u32>(places + 4 * k);
    const far = frame + load<u32>(places + 4 * (points - k));
    const nearRe = v128.load(near);
    const nearIm = v128.load(near, 16);
    const farRe = v128.load(far);
    const farIm = v128.load(far, 16);
    const evenRe = f32x4.add(nearRe, farRe);
    const evenIm = f32x4.sub(nearIm, farIm);
    const oddRe = f32x4.add(nearIm, farIm);
    const oddIm = f32x4.sub(farRe, nearRe);
    const c = v128.load32_splat(turns + 8 * k);
    const s = v128.load32_splat(turns + 8 * k, 4);
    const turnedRe = f32x4.sub(f32x4.mul(c, oddRe), f32x4.mul(s, oddIm));
    const turnedIm = f32x4.add(f32x4.mul(c, oddIm), f32x4.mul(s, oddRe));
    const up = norm(f32x4.add(evenRe, turnedRe), f32x4.add(evenIm, turnedIm));
    const down = norm(f32x4.sub(evenRe, turnedRe), f32x4.sub(evenIm, turnedIm));
    v128.store(power + 16 * k, f32x4.mul(quarter, up));
    v128.store(power + 16 * (points - k), f32x4.mul(quarter, down));
  }
}

function norm(re: v128, im: v128): v128 {
  return f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
}
