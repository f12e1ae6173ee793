/**
 * UniSpeech and UniSpeech-SAT: what they learn from differs, what they compute does not. Source: UniSpeechModel
 * (modeling_unispeech.py) and UniSpeechSatModel (modeling_unispeech_sat.py), transformers 5.23.
 */
import * as v from "valibot";
import { parseJson } from "../parse-json.ts";
import type { Architecture } from "./architecture.ts";
import { classify } from "./heads.ts";
import { encoder, frames, ignoreTraining, prefixOf, projection } from "./speech-classifier.ts";
import { encoderFields, frontFields, headFields } from "./speech-config.ts";

const UniSpeechSchema = v.object({ ...frontFields, ...encoderFields, ...headFields });

function architecture(modelType: string, base: string): Architecture {
  return {
    modelTypes: [modelType],
    build(b, json) {
      const config = parseJson(UniSpeechSchema, json, "config.json");
      const prefix = prefixOf(b, base);
      ignoreTraining(b, prefix);
      const input = b.input("input_values", "float32", ["batch", "samples"]);
      const features = projection(b, frames(b, input, prefix, config), prefix, config);
      return classify(b, encoder(b, features, prefix, config), config);
    },
  };
}

export const uniSpeech = architecture("unispeech", "unispeech");
export const uniSpeechSat = architecture("unispeech-sat", "unispeech_sat");
