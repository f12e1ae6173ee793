/** A model of three labels for a stand-in server: its logits follow from the sound, so that a mixed-up window shows. */
import { type HeardRow, readSound, type TakenSound } from "../../../e2e/support/stand-in-router.ts";
import { type Activation, activate } from "../../scores/activation.ts";

export const HEARD_LABELS = ["robin", "wren", "owl"] as const;

export const HEARD_CONFIG = {
  model_type: "wav2vec2",
  architectures: ["Wav2Vec2ForSequenceClassification"],
  problem_type: "single_label_classification",
  id2label: { "0": "robin", "1": "wren", "2": "owl" },
};
export const HEARD_PREPROCESSOR = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 8000 };

/** Of the first samples: sums that tell windows apart. */
export function logitsOf(samples: Float32Array): Float32Array {
  let sum = 0;
  for (const [index, sample] of samples.subarray(0, 400).entries()) sum += sample * ((index % 7) + 1);
  return Float32Array.of(Math.sin(sum), Math.cos(sum), 0.3);
}

/** How a server of the task is to behave. */
export interface Hearing {
  readonly heedsFunction?: boolean;
  readonly heedsTopK?: boolean;
  readonly own?: Activation;
  readonly defaultTopK?: number;
}

export function hearing({ heedsFunction = true, heedsTopK = true, own = "softmax", defaultTopK = 5 }: Hearing = {}) {
  return async (sound: TakenSound): Promise<readonly HeardRow[]> => {
    const { wav, parameters } = readSound(sound);
    const asked = activationOf(parameters.function_to_apply);
    const scores = activate(logitsOf(samplesOf(wav)), heedsFunction ? (asked ?? own) : own);
    const rows = HEARD_LABELS.map((label, index) => ({ label, score: scores[index] ?? Number.NaN }));
    const best = rows.toSorted((a, b) => b.score - a.score);
    return best.slice(0, heedsTopK ? (parameters.top_k ?? defaultTopK) : defaultTopK);
  };
}

function activationOf(name: string | undefined): Activation | null {
  return name === "none" || name === "softmax" || name === "sigmoid" ? name : null;
}

/** Of a WAV of one channel of 32-bit floats, as `export/wav.ts` writes it. */
export function samplesOf(wav: Buffer): Float32Array {
  const at = wav.indexOf("data") + 8;
  return Float32Array.from({ length: (wav.length - at) / 4 }, (_, index) => wav.readFloatLE(at + 4 * index));
}
