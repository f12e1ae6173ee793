/**
 * Owns: `../../fft.ts` in float32 for four frames at once, one in each lane: 512 real samples read as 256 complex
 * points, four radix-4 stages in place, unmixed into 257 powers. No lane looks at another, so a frame's bits don't
 * depend on its neighbours. A complex point takes 32 bytes: four real parts, four imaginary ones.
 */

const POINTS: usize = 256;
const COMPLEX: usize = 32;
const FRAME_BYTES: usize = POINTS * COMPLEX;

/** @param twiddles those of `fft.ts`, stage after stage, as float32. */
export function transform(frame: usize, twiddles: usize): void {
  for (let block = POINTS; block >= 4; block >>= 2) {
    runStage(frame, block, twiddles);
    twiddles += 6 * 4 * (block >> 2);
  }
}

function runStage(frame: usize, block: usize, twiddles: usize): void {
  const step = block * COMPLEX;
  const q = step >> 2;
  const end = frame + FRAME_BYTES;
  runUnturned(frame, q, step, end);
  for (let first = frame + COMPLEX; first < frame + q; first += COMPLEX) {
    twiddles += 24;
    const c1 = v128.load32_splat(twiddles);
    const s1 = v128.load32_splat(twiddles, 4);
    const c2 = v128.load32_splat(twiddles, 8);
    const s2 = v128.load32_splat(twiddles, 12);
    const c3 = v128.load32_splat(twiddles, 16);
    const s3 = v128.load32_splat(twiddles, 20);
    for (let a = first; a < end; a += step) {
      const b = a + q;
      const c = b + q;
      const d = c + q;
      const aRe = v128.load(a);
      const aIm = v128.load(a, 16);
      const cRe = v128.load(c);
      const cIm = v128.load(c, 16);
      const acRe = f32x4.add(aRe, cRe);
      const acIm = f32x4.add(aIm, cIm);
      const awayRe = f32x4.sub(aRe, cRe);
      const awayIm = f32x4.sub(aIm, cIm);
      const bRe = v128.load(b);
      const bIm = v128.load(b, 16);
      const dRe = v128.load(d);
      const dIm = v128.load(d, 16);
      const bdRe = f32x4.add(bRe, dRe);
      const bdIm = f32x4.add(bIm, dIm);
      const turnRe = f32x4.sub(bIm, dIm); // -i·(b - d)
      const turnIm = f32x4.sub(dRe, bRe);
      v128.store(a, f32x4.add(acRe, bdRe));
      v128.store(a, f32x4.add(acIm, bdIm), 16);
      const y1Re = f32x4.add(awayRe, turnRe);
      const y1Im = f32x4.add(awayIm, turnIm);
      v128.store(b, f32x4.sub(f32x4.mul(c1, y1Re), f32x4.mul(s1, y1Im)));
      v128.store(b, f32x4.add(f32x4.mul(c1, y1Im), f32x4.mul(s1, y1Re)), 16);
      const y2Re = f32x4.sub(acRe, bdRe);
      const y2Im = f32x4.sub(acIm, bdIm);
      v128.store(c, f32x4.sub(f32x4.mul(c2, y2Re), f32x4.mul(s2, y2Im)));
      v128.store(c, f32x4.add(f32x4.mul(c2, y2Im), f32x4.mul(s2, y2Re)), 16);
      const y3Re = f32x4.sub(awayRe, turnRe);
      const y3Im = f32x4.sub(awayIm, turnIm);
      v128.store(d, f32x4.sub(f32x4.mul(c3, y3Re), f32x4.mul(s3, y3Im)));
      v128.store(d, f32x4.add(f32x4.mul(c3, y3Im), f32x4.mul(s3, y3Re)), 16);
    }
  }
}

/** The butterflies with j = 0, whose twiddles are 1. */
function runUnturned(a: usize, q: usize, step: usize, end: usize): void {
  for (; a < end; a += step) {
    const b = a + q;
    const c = b + q;
    const d = c + q;
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
    const turnRe = f32x4.sub(bIm, dIm);
    const turnIm = f32x4.sub(dRe, bRe);
    v128.store(a, f32x4.add(acRe, bdRe));
    v128.store(a, f32x4.add(acIm, bdIm), 16);
    v128.store(b, f32x4.add(awayRe, turnRe));
    v128.store(b, f32x4.add(awayIm, turnIm), 16);
    v128.store(c, f32x4.sub(acRe, bdRe));
    v128.store(c, f32x4.sub(acIm, bdIm), 16);
    v128.store(d, f32x4.sub(awayRe, turnRe));
    v128.store(d, f32x4.sub(awayIm, turnIm), 16);
  }
}

/**
 * X[k] = E + W^k·O and X[N/2-k] = conj(E - W^k·O), with E, O the spectra of the even and the odd samples.
 * @param power receives 257 times four powers.
 * @param turns cos and sin of W^k in pairs, k = 0..128.
 * @param places bytes from the frame's beginning to frequency k.
 */
export function unmix(frame: usize, power: usize, turns: usize, places: usize): void {
  const re = v128.load(frame);
  const im = v128.load(frame, 16);
  const sum = f32x4.add(re, im);
  const difference = f32x4.sub(re, im);
  v128.store(power, f32x4.mul(sum, sum));
  v128.store(power + 16 * POINTS, f32x4.mul(difference, difference));
  const quarter = f32x4.splat(0.25);
  for (let k: usize = 1; k <= POINTS / 2; k++) {
    const near = frame + load<u32>(places + 4 * k);
    const far = frame + load<u32>(places + 4 * (POINTS - k));
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
    v128.store(power + 16 * k, f32x4.mul(quarter, norm(f32x4.add(evenRe, turnedRe), f32x4.add(evenIm, turnedIm))));
    const down = norm(f32x4.sub(evenRe, turnedRe), f32x4.sub(evenIm, turnedIm));
    v128.store(power + 16 * (POINTS - k), f32x4.mul(quarter, down));
  }
}

function norm(re: v128, im: v128): v128 {
  return f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
}
