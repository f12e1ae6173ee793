/**
 * A model's files by its id, from folders on this machine: `owner/name` (or an embedded name) below one of them, laid out as on
 * the Hub. Nothing is fetched. The id was checked by `routeOf`: it cannot lead out of the folders.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { EarshotError } from "../errors/earshot-error.ts";
import { type ModelFiles, PLAIN } from "../models/model-files.ts";
import { jsonOf } from "../models/parse-json.ts";
import { TAGGER_FILE } from "../models/tagger-schema.ts";

/** @throws EarshotError `model-not-found`, `model-no-onnx`, `model-config-invalid` */
export async function findModel(id: string, folders: readonly string[]): Promise<ModelFiles> {
  for (const folder of folders) {
    const model = await modelIn(path.join(folder, id), id);
    if (model) return model;
  }
  throw new EarshotError("model-not-found", `no ${id} in any folder`, { details: { id } });
}

async function modelIn(folder: string, id: string): Promise<ModelFiles | null> {
  const read = (file: string) => readFile(path.join(folder, file)).catch(() => null);
  const json = async (file: string) => {
    const bytes = await read(file);
    return bytes && jsonOf(bytes.toString("utf8"), file);
  };
  const [config, preprocessor, tagger] = await Promise.all([
    json("config.json"),
    json("preprocessor_config.json"),
    json(TAGGER_FILE),
  ]);
  if (config === null && tagger === null) return null;
  const weights = (await read("onnx/model.onnx")) ?? (await read("model.onnx"));
  if (!weights) throw new EarshotError("model-no-onnx", `no ONNX weights in ${folder}`, { details: { id } });
  const files = { config, preprocessor, tagger, weights: new Blob([new Uint8Array(weights)]), golden: null };
  return { id, source: "disk", ...PLAIN, ...files };
}
