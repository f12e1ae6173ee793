/**
 * The whole importer as a target of hostile checkpoints: a folder as a person gives it → read, planned, made, stored, its graph
 * written. Holds it to more than the readers': what is refused leaves nothing behind, what is stored has the bytes that were planned.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Files } from "../../models/checkpoint/testing/examine.ts";
import type { FuzzTarget } from "../../models/checkpoint/testing/fuzz.ts";
import type { Mutant } from "../../models/checkpoint/testing/hand-made.ts";
import { assembleModel } from "../assemble-model.ts";
import { BlobPlaces } from "../blob-places.ts";
import { importModel } from "../disk/import-model.ts";
import { threadLocks } from "../locks.ts";
import { memoryBlobs } from "../memory-blobs.ts";
import { memoryIndex } from "../memory-index.ts";
import { Shelf } from "../shelf.ts";

const MACHINE = { freeBytes: null, memoryGB: 8, webgpu: false };
/** Of a checkpoint of a few kilobytes; more would be a bomb. */
const ROOM_BYTES = 256 << 20;

/** @throws EarshotError for whatever is wrong with the files; any other error is a fault of ours */
export const importAll: FuzzTarget = async (files) => {
  const store = memoryBlobs(ROOM_BYTES);
  const shelf = new Shelf(new BlobPlaces(store, memoryBlobs(0)), memoryIndex(), threadLocks());
  const given = [...files].map(([name, bytes]) => ({ path: name, file: new Blob([bytes]) }));
  const context = { shelf, machine: MACHINE, freeBytes: null, nowMs: () => 1 };
  const row = await importModel("fuzz", given, context).catch(async (thrown: unknown) => {
    if ((await shelf.models()).length + (await shelf.partials()).length + (await store.parts()).length > 0) {
      throw new Error("something was left behind", { cause: thrown });
    }
    throw thrown;
  });
  const { weights, externalData } = await assembleModel(row, async (wanted) => {
    const hash = row.files.find((file) => file.path === wanted)?.hash;
    return hash === undefined ? null : shelf.places.open(hash);
  });
  if (weights.size === 0 || externalData.some(({ data }) => data.size === 0))
    throw new Error("an empty model was kept");
};

const FOLDER = "e2e/checkpoints";
/** Small ones, each with another head or another front. */
const NAMES = ["unispeech-activations", "wav2vec2-own-head-conv-adapter-max", "ast-no-bias-new-names", "bert-key-sum"];

/** Checkpoints with what lies beside them. */
export function wholeModels(): Mutant[] {
  return NAMES.map((name): Mutant => {
    const folder = path.join(FOLDER, name);
    const files = readdirSync(folder).filter((file) => file !== "expected.json");
    const read = (file: string) => new Uint8Array(readFileSync(path.join(folder, file)));
    return { name, files: new Map(files.map((file) => [file, read(file)])) };
  });
}

/** A hand-made one's weights, beside a configuration that is in order. */
export function withConfig({ name, files }: Mutant): Mutant {
  const [model] = wholeModels();
  const sides = [...(model?.files ?? [])].filter(([file]) => file.endsWith(".json"));
  const weights: Files = new Map([...sides, ...files]);
  return { name: `${name}, with a configuration`, files: weights };
}
