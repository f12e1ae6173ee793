/**
 * `earshot.json`: what a tagger that is no transformers checkpoint takes and gives (EfficientAT, CED, YAMNet and the like:
 * an ONNX that takes a waveform or its own log-mel). Lies beside the ONNX, or in a row of the catalogue.
 */
import type { Activation } from "../scores/activation.ts";

export interface TaggerSpec {
  /** Path of the graph beside this file. */
  readonly model: string;
  /** What people call it: "EfficientAT mn10"; absent: "tagger". */
  readonly architecture?: string | undefined;
  readonly input: TaggerInput;
  /** Name of the graph's output with one number a label. */
  readonly output: string;
  /** Whether those are logits or already scores (a sigmoid at the graph's end): then nothing is applied. */
  readonly outputIs: "logits" | "scores";
  /** What makes scores of logits; of an output that already is scores: what made them. */
  readonly activation: Activation;
  readonly sampleRateHz: number;
  readonly windowS: number;
  /** False: any length runs, `windowS` is what the model is best at. */
  readonly windowIsFixed: boolean;
  readonly labels: readonly string[];
}

export type TaggerInput =
  | { readonly kind: "waveform"; readonly name: string; readonly dims: "samples" | "batch,samples" }
  | {
      readonly kind: "log-mel";
      readonly name: string;
      readonly dims: "batch,mels,frames" | "batch,frames,mels" | "batch,1,mels,frames" | "batch,1,frames,mels";
      readonly fftSamples: number;
      readonly frameSamples: number;
      readonly hopSamples: number;
      /** Frames centred on their sample (reflect padding at both ends), as torch.stft does by default. */
      readonly centred: boolean;
      readonly mels: number;
      readonly minHz: number;
      readonly maxHz: number;
      readonly melScale: "htk" | "slaney" | "kaldi";
      readonly melNorm: "none" | "slaney";
      readonly window: "hann" | "hann-periodic" | "hamming" | "povey";
      /** Spectrum to the power of 1 (magnitude) or 2. */
      readonly power: 1 | 2;
      readonly preEmphasis: number;
      /** `ln`: natural logarithm of (mel + offset); `db`: 10·log10(max(mel, offset)), no less than the loudest minus topDb. */
      readonly scale:
        | { readonly kind: "ln"; readonly offset: number }
        | { readonly kind: "db"; readonly offset: number; readonly topDb: number | null };
      /** (x - mean) / std afterwards. */
      readonly mean: number;
      readonly std: number;
    };
