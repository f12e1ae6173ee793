/**
 * A model's files by its id, from folders on this machine: `owner/name` (or an embedded name) below one of them, laid out as on
 * the Hub. Nothing is fetched. The id was checked by `routeOf`: it cannot lead out of the folders.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import { jsonOf } from "../models/parse-json.ts";
import { type OfferedFile, PRECISIONS, type PrecisionOffer } from "../models/precision.ts";
import { precisionOffers } from "../models/precision-offers.ts";
import type { RepoFile } from "../models/repo-files.ts";
import { TAGGER_FILE } from "../models/tagger-schema.ts";

/** A model that is there; its weights are read by `read` alone. */
export interface FoundModel {
  read(): Promise<ModelFiles>;
}

/** Where the Hub's exporters put graphs. */
const FOLDERS = ["", "onnx"];

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
  const offers = precisionOffers(await filesIn(folder));
  // The precision that keeps the most of the numbers.
  const [offer] = offers.sort((a, b) => PRECISIONS.indexOf(a.precision) - PRECISIONS.indexOf(b.precision));
  if (!offer) throw new EarshotError("model-no-onnx", `no ONNX weights in ${folder}`, { details: { id } });
  const said = { id, source: "disk", config, preprocessor, tagger, golden: null } as const;
  return { read: async () => ({ ...said, ...(await readWeights(folder, offer)) }) };
}

type Weights = Pick<ModelFiles, "precision" | "weights" | "externalData">;

async function readWeights(folder: string, { precision, files }: PrecisionOffer): Promise<Weights> {
  const read = async ({ path: file }: OfferedFile) => ({
    path: path.posix.basename(file),
    data: new Blob([new Uint8Array(await readFile(path.join(folder, file)))]),
  });
  const [graph, ...externalData] = await Promise.all(files.map(read));
  return { precision, weights: graph?.data ?? new Blob(), externalData };
}

/** What lies in the folder and in the one of its graphs, with sizes. */
async function filesIn(folder: string): Promise<RepoFile[]> {
  const found = await Promise.all(
    FOLDERS.map(async (inner) => {
      const names = await readdir(path.join(folder, inner)).catch(() => []); // No such folder: nothing in it.
      return names.map((name) => path.posix.join(inner, name));
    }),
  );
  const sized = async (file: string): Promise<RepoFile[]> => {
    const facts = await stat(path.join(folder, file)).catch(() => null); // A link that leads nowhere.
    return facts?.isFile() ? [{ path: file, bytes: facts.size, sha256: null }] : [];
  };
  return (await Promise.all(found.flat().map(sized))).flat();
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readFile(path.join(folder, file), "utf8").catch(() => null);
  return text === null ? null : jsonOf(text, file);
}
