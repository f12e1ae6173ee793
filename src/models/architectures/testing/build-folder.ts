/**
 * For tests and measurements: a checkpoint's folder → the model that its built graph makes, as the engine takes it. Everything in memory, which
 * suits small checkpoints; the app streams (`library/import/`).
 */
import { readFileSync } from "node:fs";
import type { Checkpoint, TensorPlace } from "../../checkpoint/checkpoint.ts";
import { readSafetensors } from "../../checkpoint/safetensors.ts";
import { encode } from "../../graph/encode.ts";
import type { GraphPlan, WeightPlan, WeightPrecision } from "../../graph/graph-builder.ts";
import { onnxOf } from "../../graph/onnx-of-plan.ts";
import type { ModelFiles } from "../../model-files.ts";
import type { BuiltNotes } from "../architecture.ts";
import { buildGraph } from "../architectures.ts";

const FILE = "model.safetensors";
const DATA = "model.onnx_data";

export interface FolderCheckpoint {
  readonly config: unknown;
  readonly preprocessor: unknown;
  readonly checkpoint: Checkpoint;
  valuesOf(name: string): Float32Array;
}

export async function readFolder(folder: string): Promise<FolderCheckpoint> {
  const bytes = readFileSync(`${folder}/${FILE}`);
  const read = async (offset: number, length: number) => new Uint8Array(bytes.subarray(offset, offset + length));
  const places = await readSafetensors({ bytes: bytes.length, read }, FILE);
  const tensors = new Map(places.map((place) => [place.name, place]));
  return {
    config: JSON.parse(readFileSync(`${folder}/config.json`, "utf8")),
    preprocessor: JSON.parse(readFileSync(`${folder}/preprocessor_config.json`, "utf8")),
    checkpoint: { tensors },
    valuesOf(name) {
      const place = tensors.get(name);
      if (!place) throw new TypeError(`no tensor ${name}`);
      return floatsOf(place, bytes);
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
    id: `tiny/${folder}`,
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

function partsOf({ recipe, encoding }: WeightPlan, valuesOf: (name: string) => Float32Array): Uint8Array<ArrayBuffer>[] {
  const parts = encode(encoding, recipe.make(recipe.sources.map(valuesOf)), recipe.dims);
  return parts.map((part) => new Uint8Array(part));
}

function floatsOf({ type, offset, bytes }: TensorPlace, file: Uint8Array): Float32Array {
  const data = new Uint8Array(file.subarray(offset, offset + bytes)).buffer;
  switch (type) {
    case "F32":
      return new Float32Array(data);
    case "F64":
      return Float32Array.from(new Float64Array(data));
    case "BF16":
      return new Float32Array(Uint32Array.from(new Uint16Array(data), (bits) => bits << 16).buffer);
    case "F16":
      return Float32Array.from(new Uint16Array(data), halfToFloat);
    default:
      throw new TypeError(`unknown type ${type satisfies never}`);
  }
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
