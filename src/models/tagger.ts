/**
 * `earshot.json`: what a tagger that is no transformers checkpoint takes and gives (EfficientAT, CED, YAMNet and the like:
 * an ONNX that takes a waveform or its own log-mel). Lies beside the ONNX, or in a row of the catalogue.
 */
import type { Activation } from "../scores/activation.ts";
import type { LogMelRecipe } from "../signal/log-mel-recipe.ts";

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

/** A recipe as a file can state it. */
type TaggerRecipe = Omit<LogMelRecipe, "scale"> & {
  readonly scale: Exclude<LogMelRecipe["scale"], { readonly kind: "ln-floor" }>;
};

export type TaggerInput =
  | { readonly kind: "waveform"; readonly name: string; readonly dims: "samples" | "batch,samples" }
  | ({
      readonly kind: "log-mel";
      readonly name: string;
      readonly dims: "batch,mels,frames" | "batch,frames,mels" | "batch,1,mels,frames" | "batch,1,frames,mels";
    } & TaggerRecipe);
