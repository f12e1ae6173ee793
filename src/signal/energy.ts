/**
 * The squares of the first `count` samples, added up. Not finite where a sample is not: float32's squares fit into float64, however many.
 */
export function energy(samples: Float32Array, count: number): number {
  // Four sums: one would wait for itself at each sample.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    a += (samples[i] as number) ** 2;
    b += (samples[i + 1] as number) ** 2;
    c += (samples[i + 2] as number) ** 2;
    d += (samples[i + 3] as number) ** 2;
  }
  for (; i < count; i++) a += (samples[i] as number) ** 2;
  return a + b + c + d;
}
