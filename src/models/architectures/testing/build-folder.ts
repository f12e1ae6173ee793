/**
 * For tests and measurements: a checkpoint's folder → the model that its built graph makes, as the engine takes it. Everything in
 * memory, which suits small checkpoints; the app streams (`library/import/`).
 */
import { readdirSync, readFileSync } from "node:fs";
import { blobSource } from "../../checkpoint/blob-source.ts";
import type { Checkpoint } from "../../checkpoint/checkpoint.ts";
import { readCheckpoint } from "../../checkpoint/read-checkpoint.ts";
import { tensorValues } from "../../checkpoint/tensor-values.ts";
import { encode } from "../../graph/encode.ts";
import type { GraphPlan, WeightPlan, WeightPrecision } from "../../graph/graph-builder.ts";
import { onnxOf } from "../../graph/onnx-of-plan.ts";
import type { ModelFiles } from "../../model-files.ts";
import type { BuiltNotes } from "../architecture.ts";
import { buildGraph } from "../architectures.ts";

const DATA = "model.onnx_data";

export interface FolderCheckpoint {
  readonly config: unknown;
  readonly preprocessor: unknown;
  readonly checkpoint: Checkpoint;
  valuesOf(name: string): Float32Array;
}

export async function readFolder(folder: string): Promise<FolderCheckpoint> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const bytesOf = (path: string) => {
    const bytes = files.get(path) ?? new Uint8Array(readFileSync(`${folder}/${path}`));
    files.set(path, bytes);
    return bytes;
  };
  const listed = readdirSync(folder).map((path) => ({ path }));
  const checkpoint = await readCheckpoint(listed, async (path) => blobSource(new Blob([bytesOf(path)])));
  return {
    config: JSON.parse(readFileSync(`${folder}/config.json`, "utf8")),
    preprocessor: JSON.parse(readFileSync(`${folder}/preprocessor_config.json`, "utf8")),
    checkpoint,
    valuesOf(name) {
      const place = checkpoint.tensors.get(name);
      if (!place) throw new TypeError(`no tensor ${name}`);
      return tensorValues(place, bytesOf(place.file).slice(place.offset, place.offset + place.bytes));
    },
  };
}

export type BuiltFolder = ModelFiles & BuiltNotes & { readonly plan: GraphPlan };

/** @throws Error where the checkpoint does not fit */
export async function buildFolder(folder: string, precision: WeightPrecision): Promise<BuiltFolder> {
  const { config, preprocessor, checkpoint, valuesOf } = await readFolder(folder);
  const { plan, notes } = buildGraph(config, checkpoint, precision);
  const { missing, misfits, unknown } = plan.fit;
  if (missing.length + misfits.length + unknown.length > 0) {
    throw new Error(`${folder} does not fit: ${JSON.stringify(plan.fit)}`);
  }
  return {
    id: folder,
    source: "hub",
    config,
    preprocessor,
    tagger: null,
    precision: precision === "q8" ? "int8" : precision,
    weights: new Blob([onnxOf(plan, plan.weights, DATA)]),
    externalData: [{ path: DATA, data: new Blob(plan.weights.flatMap((weight) => partsOf(weight, valuesOf))) }],
    golden: null,
    plan,
    notes,
  };
}

function partsOf(
  { recipe, encoding }: WeightPlan,
  valuesOf: (name: string) => Float32Array,
): Uint8Array<ArrayBuffer>[] {
  const parts = encode(encoding, recipe.make(recipe.sources.map(valuesOf)), recipe.dims);
  return parts.map((part) => new Uint8Array(part));
}
