/**
 * The whole importer as a target of hostile checkpoints: a folder as a person gives it → read, planned, made, stored, its graph
 * written. Holds it to more than the readers': what is refused leaves nothing behind, what is stored is not empty.
 */
import path from "node:path";
import type { FuzzTarget } from "../../models/checkpoint/testing/fuzz.ts";
import type { Mutant } from "../../models/checkpoint/testing/hand-made.ts";
import { filesIn, importTo, memoryShelf } from "./import-folder.ts";

/** Of a checkpoint of a few kilobytes; more would be a bomb. */
const ROOM_BYTES = 256 << 20;

/** @throws EarshotError for whatever is wrong with the files; any other error is a fault of ours */
export const importAll: FuzzTarget = async (files) => {
  const shelf = memoryShelf(ROOM_BYTES);
  const { weights, externalData } = await importTo(shelf, "fuzz", files)
    .then((imported) => imported.files)
    .catch(async (thrown: unknown) => {
      const left = await Promise.all([shelf.models(), shelf.partials(), shelf.places.parts()]);
      if (left.some((rows) => rows.length > 0)) throw new Error("something was left behind", { cause: thrown });
      throw thrown;
    });
  if (weights.size === 0 || externalData.some(({ data }) => data.size === 0))
    throw new Error("an empty model was kept");
};

const FOLDER = "e2e/checkpoints";
/** Small ones, each with another head or another front. */
const NAMES = ["unispeech-activations", "wav2vec2-own-head-conv-adapter-max", "ast-no-bias-new-names", "bert-key-sum"];

/** Checkpoints with what lies beside them. */
export function wholeModels(): Mutant[] {
  return NAMES.map((name) => ({ name, files: filesIn(path.join(FOLDER, name)) }));
}

/** A hand-made one's weights, beside a configuration that is in order. */
export function withConfig({ name, files }: Mutant): Mutant {
  const [model] = wholeModels();
  const sides = [...(model?.files ?? [])].filter(([file]) => file.endsWith(".json"));
  return { name: `${name}, with a configuration`, files: new Map([...sides, ...files]) };
}
