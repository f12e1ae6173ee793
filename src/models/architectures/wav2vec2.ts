/** wav2vec 2.0. Source: Wav2Vec2ForSequenceClassification (modeling_wav2vec2.py), transformers 5.23. */
import * as v from "valibot";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { classify } from "./heads.ts";
import { adapted, encoder, frames, ignoreTraining, prefixOf, projection } from "./speech-classifier.ts";
import { adapterFields, encoderFields, frontFields, headFields } from "./speech-config.ts";

const Wav2Vec2Schema = v.object({ ...frontFields, ...encoderFields, ...adapterFields, ...headFields });

export const wav2vec2: Architecture = {
  modelTypes: ["wav2vec2"],
  build(b, json) {
    const config = parseJson(Wav2Vec2Schema, json, "config.json");
    const prefix = prefixOf(b, "wav2vec2");
    ignoreTraining(b, prefix);
    const input = b.input("input_values", "float32", ["batch", "samples"]);
    const features = projection(b, frames(b, input, prefix, config), prefix, config);
    return classify(b, adapted(b, encoder(b, features, prefix, config), prefix, config), config);
  },
};
