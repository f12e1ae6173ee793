/** For tests: an `earshot.json` of a tagger that takes a waveform and gives scores, as EfficientAT's graphs do. */
export const WAVEFORM_TAGGER = {
  model: "mn10.onnx",
  input: { kind: "waveform", name: "samples", dims: "batch,samples" },
  output: "probabilities",
  outputIs: "scores",
  activation: "sigmoid",
  sampleRateHz: 32_000,
  windowS: 5,
  windowIsFixed: false,
  labels: "labels.txt",
} as const;
