/**
 * Puts hostile checkpoints before a target and says what came of each: a code, a valid checkpoint, or a fault of ours. The target
 * is any function of a repository's files: what is built on the readers can be put behind the same mutants.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { EarshotError } from "../../../errors/earshot-error.ts";
import { examine, type Files } from "./examine.ts";
import type { Mutant } from "./hand-made.ts";

export type FuzzTarget = (files: Files) => Promise<void>;

export interface Outcome {
  readonly name: string;
  /** "model-corrupt/offsets", "valid", or "fault: …". */
  readonly outcome: string;
  readonly tookMs: number;
}

/** The readers, to the last value. */
export const readAll: FuzzTarget = async (files) => {
  await examine(files, () => {});
};

export async function tryMutant(target: FuzzTarget, { name, files }: Mutant): Promise<Outcome> {
  const started = performance.now();
  const outcome = await target(files).then(
    () => "valid",
    (error: unknown) =>
      error instanceof EarshotError && error.code !== "internal"
        ? `${error.code}/${error.details.reason ?? error.details.file}`
        : `fault: ${error instanceof Error ? error.stack : String(error)}`,
  );
  return { name, outcome, tookMs: performance.now() - started };
}

/** Something ran, or reached what it must not. */
export function isTampered(): boolean {
  return Object.keys(Object.prototype).length > 0 || "polluted" in {};
}

/** What mutants are made of: one file of `reference/` as a checkpoint, and one in shards. */
export function originals(): Mutant[] {
  const read = (file: string) => new Uint8Array(readFileSync(path.join(REFERENCE, file)));
  const alone = (file: string, as: string): Mutant => ({ name: file, files: new Map([[as, read(file)]]) });
  const shards = [
    "pytorch_model.bin.index.json",
    "pytorch_model-00001-of-00002.bin",
    "pytorch_model-00002-of-00002.bin",
  ];
  const index = JSON.stringify({ weight_map: { single: "a.safetensors", half: "a.safetensors" } });
  return [
    alone("types.safetensors", "model.safetensors"),
    ...["odd.bin", "types.bin", "odd-protocol-4.bin", "packed-anew.bin", "zip64.bin", "nested.bin"].map((file) =>
      alone(file, "pytorch_model.bin"),
    ),
    { name: "shards of pickles", files: new Map(shards.map((file) => [file, read(file)])) },
    {
      name: "a shard of safetensors",
      files: new Map([
        ["model.safetensors.index.json", new TextEncoder().encode(index)],
        ["a.safetensors", read("types.safetensors")],
      ]),
    },
  ];
}

const REFERENCE = path.join(import.meta.dirname, "..", "reference");
