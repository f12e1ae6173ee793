/** Owns: four frames that lie a hop apart, side by side in the lanes, each mean removed, pre-emphasised and windowed. */

/**
 * (x[i] - c·x[i-1] - w·Σx)·shape[i], with x[-1] = x[0]: w = (1 - c) / n takes off the mean, 0 leaves it.
 * @param out receives `frameSamples` times four samples. @returns where they end.
 */
export function cutFrames(
  samples: usize,
  hopBytes: usize,
  frameSamples: usize,
  shape: usize,
  out: usize,
  emphasis: f32,
  meanWeight: f32,
): usize {
  const second = samples + hopBytes;
  const third = second + hopBytes;
  const fourth = third + hopBytes;
  const bytes = frameSamples << 2;
  let offset = f32x4.splat(0);
  if (meanWeight !== 0) {
    const sum = columnSums(
      laneSums(samples, bytes),
      laneSums(second, bytes),
      laneSums(third, bytes),
      laneSums(fourth, bytes),
    );
    offset = f32x4.mul(sum, f32x4.splat(meanWeight));
  }
  const c = f32x4.splat(emphasis);
  let before = column(samples, second, third, fourth, 0);
  let i: usize = 0;
  for (const whole = bytes & ~15; i < whole; i += 16) {
    const row0 = v128.load(samples + i);
    const row1 = v128.load(second + i);
    const row2 = v128.load(third + i);
    const row3 = v128.load(fourth + i);
    const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
    const x0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
    const x1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
    const x2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
    const x3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
    v128.store(out, shaped(x0, before, c, offset, shape + i));
    v128.store(out, shaped(x1, x0, c, offset, shape + i + 4), 16);
    v128.store(out, shaped(x2, x1, c, offset, shape + i + 8), 32);
    v128.store(out, shaped(x3, x2, c, offset, shape + i + 12), 48);
    before = x3;
    out += 64;
  }
  for (; i < bytes; i += 4, out += 16) {
    const x = column(samples, second, third, fourth, i);
    v128.store(out, shaped(x, before, c, offset, shape + i));
    before = x;
  }
  return out;
}

function column(first: usize, second: usize, third: usize, fourth: usize, at: usize): v128 {
  return f32x4(load<f32>(first + at), load<f32>(second + at), load<f32>(third + at), load<f32>(fourth + at));
}

function shaped(x: v128, before: v128, c: v128, offset: v128, weight: usize): v128 {
  const emphasised = f32x4.sub(f32x4.sub(x, f32x4.mul(before, c)), offset);
  return f32x4.mul(emphasised, v128.load32_splat(weight));
}

/** A frame's samples added up in fours: eight running sums, so that float32 loses little; those that are left in the first. */
function laneSums(samples: usize, bytes: usize): v128 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  const end = samples + bytes;
  for (const whole = samples + (bytes & ~31); samples < whole; samples += 32) {
    even = f32x4.add(even, v128.load(samples));
    odd = f32x4.add(odd, v128.load(samples, 16));
  }
  for (; samples < end; samples += 4) even = f32x4.add(even, f32x4(load<f32>(samples), 0, 0, 0));
  return f32x4.add(even, odd);
}

/** Lane n of the result is the sum over the lanes of the n-th argument. */
function columnSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
