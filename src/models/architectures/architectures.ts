/** The architectures whose graphs are built here, by the `model_type` of `config.json`. */
import * as v from "valibot";
import { EarshotError } from "../../errors/earshot-error.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { GraphBuilder, type GraphPlan, type WeightPrecision } from "../graph/graph-builder.ts";
import { parseJson } from "../parse-json.ts";
import type { Architecture, BuiltNotes } from "./architecture.ts";
import { audioSpectrogramTransformer } from "./audio-spectrogram-transformer.ts";
import { data2VecAudio } from "./data2vec-audio.ts";
import { hubert } from "./hubert.ts";
import { sew } from "./sew.ts";
import { sewD } from "./sew-d.ts";
import { uniSpeech, uniSpeechSat } from "./unispeech.ts";
import { wav2vec2 } from "./wav2vec2.ts";
import { wav2vec2Bert } from "./wav2vec2-bert.ts";
import { wav2vec2Conformer } from "./wav2vec2-conformer.ts";
import { wavLm } from "./wavlm.ts";
import { whisper } from "./whisper.ts";

const ARCHITECTURES: readonly Architecture[] = [
  wav2vec2,
  hubert,
  wavLm,
  uniSpeech,
  uniSpeechSat,
  data2VecAudio,
  sew,
  sewD,
  wav2vec2Conformer,
  wav2vec2Bert,
  audioSpectrogramTransformer,
  whisper,
];

const ModelType = v.object({ model_type: v.string() });

export interface BuiltGraph extends BuiltNotes {
  readonly plan: GraphPlan;
}

export function buildsHere(modelType: string): boolean {
  return architectureOf(modelType) !== undefined;
}

/**
 * Whether the checkpoint fits stands in `plan.fit`; only one that fits wholly may run.
 * @param config `config.json`, unchecked
 * @throws EarshotError `model-config-invalid` | `model-unsupported`
 */
export function buildGraph(config: unknown, checkpoint: Checkpoint, precision: WeightPrecision): BuiltGraph {
  const { model_type } = parseJson(ModelType, config, "config.json");
  const architecture = architectureOf(model_type);
  if (!architecture) {
    const details = { architecture: model_type.slice(0, 100) };
    throw new EarshotError("model-unsupported", `no graph is built of ${model_type}`, { details });
  }
  const b = new GraphBuilder(checkpoint, precision);
  const { notes } = architecture.build(b, config);
  return { plan: b.plan(), notes };
}

function architectureOf(modelType: string): Architecture | undefined {
  return ARCHITECTURES.find(({ modelTypes }) => modelTypes.includes(modelType));
}
