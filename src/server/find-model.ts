/**
 * A model's files by its id, from folders on this machine: `owner/name` (or an embedded name) below one of them, laid out as on
 * the Hub. Nothing is fetched. The id was checked by `routeOf`: it cannot lead out of the folders.
 */
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { EarshotError } from "../errors/earshot-error.ts";
import { type ModelFiles, PLAIN } from "../models/model-files.ts";
import { jsonOf } from "../models/parse-json.ts";
import { TAGGER_FILE } from "../models/tagger-schema.ts";

/** A model that is there; its weights are read by `read` alone. */
export interface FoundModel {
  read(): Promise<ModelFiles>;
}

const GRAPHS = ["onnx/model.onnx", "model.onnx"];

/** @throws EarshotError `model-not-found`, `model-no-onnx`, `model-config-invalid` */
export async function findModel(id: string, folders: readonly string[]): Promise<FoundModel> {
  for (const folder of folders) {
    const model = await modelIn(path.join(folder, id), id);
    if (model) return model;
  }
  throw new EarshotError("model-not-found", `no ${id} in any folder`, { details: { id } });
}

async function modelIn(folder: string, id: string): Promise<FoundModel | null> {
  const [config, preprocessor, tagger] = await Promise.all(
    ["config.json", "preprocessor_config.json", TAGGER_FILE].map((file) => readJson(folder, file)),
  );
  if (config === null && tagger === null) return null;
  const graph = await firstThere(GRAPHS.map((file) => path.join(folder, file)));
  if (graph === null) throw new EarshotError("model-no-onnx", `no ONNX weights in ${folder}`, { details: { id } });
  return {
    async read() {
      const weights = new Blob([new Uint8Array(await readFile(graph))]);
      return { id, source: "disk", ...PLAIN, config, preprocessor, tagger, weights, golden: null };
    },
  };
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readFile(path.join(folder, file), "utf8").catch(() => null);
  return text === null ? null : jsonOf(text, file);
}

async function firstThere(files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}
