/** Owns: what a frame is multiplied by before its spectrum, by the names that recipes of log-mel give it. */

/** Symmetric but for `hann-periodic` (torch's and scipy's default for spectra). `povey` is Kaldi's: Hann to the power 0.85. */
export type FrameShape = "hann" | "hann-periodic" | "hamming" | "povey";

export function frameShape(shape: FrameShape, samples: number): Float64Array {
  const period = shape === "hann-periodic" ? samples : samples - 1;
  const raised = (share: number) =>
    Float64Array.from({ length: samples }, (_, i) => share - (1 - share) * Math.cos((2 * Math.PI * i) / period));
  switch (shape) {
    case "hann":
    case "hann-periodic":
      return raised(0.5);
    case "hamming":
      return raised(0.54);
    case "povey":
      return raised(0.5).map((x) => x ** 0.85);
    default:
      shape satisfies never;
      throw new RangeError(`Unknown window ${String(shape)}`);
  }
}
