/** A stored model's blobs, as the files that the engine loads; and what its row tells about it. */
import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import { readModelInfo } from "../models/read-config.ts";
import { bytesOf, type FileRow, type ModelRow, type PartialRow } from "./model-rows.ts";
import type { StoredModel } from "./protocol.ts";

/** What of a row says how its files belong together. */
export type Assembly = Pick<ModelRow, "id" | "source" | "precision" | "tagger" | "graph" | "externalData">;

/** @param read null where a file is not there @throws EarshotError `model-config-invalid` | `model-corrupt` */
export async function assembleModel(row: Assembly, read: (path: string) => Promise<Blob | null>): Promise<ModelFiles> {
  const need = async (path: string) => {
    const blob = await read(path);
    if (blob) return blob;
    throw new EarshotError("model-corrupt", `${path} is gone`, { details: { id: row.id, file: path, reason: "gone" } });
  };
  return {
    ...(await readSides(row, read)),
    weights: await need(row.graph),
    externalData: await Promise.all(
      row.externalData.map(async (path) => ({ path: nameInGraph(row.graph, path), data: await need(path) })),
    ),
  };
}

/** All but the weights: enough to refuse a model before they come. */
export async function readSides(row: Assembly, read: (path: string) => Promise<Blob | null>): Promise<ModelFiles> {
  const json = async (path: string) => {
    const blob = await read(path);
    return blob ? parse(await blob.text(), row.id, path) : null;
  };
  const tagger = row.tagger ?? null;
  const files: ModelFiles = {
    id: row.id,
    source: row.source,
    config: tagger ? null : await json("config.json"),
    preprocessor: tagger ? null : await json("preprocessor_config.json"),
    tagger,
    precision: row.precision,
    weights: new Blob(),
    externalData: [],
    golden: null,
  };
  return files;
}

export function storedRow(
  row: Assembly & Pick<PartialRow, "key" | "commit" | "making">,
  sides: ModelFiles,
  files: FileRow[],
  nowMs: number,
): ModelRow {
  const info = readModelInfo(sides);
  return {
    key: row.key,
    id: row.id,
    source: row.source,
    precision: row.precision,
    commit: row.commit,
    tagger: row.tagger,
    graph: row.graph,
    externalData: row.externalData,
    architecture: info.architecture,
    numLabels: info.labels.length,
    sampleRateHz: info.sampleRateHz,
    addedAtMs: nowMs,
    lastUsedAtMs: nowMs,
    measured: null,
    files,
    madeFrom: row.making && {
      format: row.making.format,
      commit: row.source === "disk" ? null : row.making.commit,
      files: row.making.sources.map(({ path }) => path),
      licence: row.making.licence,
    },
  };
}

/** @param all rows on the shelf: one of them may be the same model in full precision */
export function storedModel(row: ModelRow, all: readonly ModelRow[], place: StoredModel["place"]): StoredModel {
  const { key, id, source, precision, commit, architecture, numLabels, sampleRateHz, addedAtMs, lastUsedAtMs } = row;
  const facts = { key, id, source, precision, commit, architecture, numLabels, sampleRateHz, addedAtMs, lastUsedAtMs };
  return {
    ...facts,
    measured: row.measured && { windowMs: row.measured.windowMs, device: row.measured.device },
    differsBy: differenceFromFull(row, all),
    bytes: bytesOf(row.files),
    place,
    madeFrom: row.madeFrom && { ...row.madeFrom, graph: row.graph },
  };
}

function differenceFromFull(row: ModelRow, all: readonly ModelRow[]): number | null {
  const isFull = ({ id, commit, precision }: ModelRow) =>
    id === row.id && commit === row.commit && precision === "fp32";
  const full = all.find(isFull)?.measured?.scores;
  const own = row.measured?.scores;
  if (row.precision === "fp32" || !full || own?.length !== full.length) return null;
  return Math.max(...own.map((score, label) => Math.abs(score - (full[label] ?? Number.NaN))));
}

/** External data lies beside the graph, which names it from there: `onnx/model.onnx_data` is its `model.onnx_data`. */
function nameInGraph(graph: string, path: string): string {
  const folder = graph.slice(0, graph.lastIndexOf("/") + 1);
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

function parse(text: string, id: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const details = { id, file, reason: "it is not JSON" };
    throw new EarshotError("model-config-invalid", `${file} is not JSON`, { cause, details });
  }
}
