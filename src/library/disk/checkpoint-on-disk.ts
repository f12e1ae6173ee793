/**
 * A checkpoint in a folder or zip: its headers, the precision that fits this machine, its files as they are fed to the maker. What
 * is packed in a zip cannot be read at places: then its beginning is read anew for each.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource } from "../../models/checkpoint/checkpoint.ts";
import { readCheckpoint } from "../../models/checkpoint/read-checkpoint.ts";
import { findWeights } from "../../models/checkpoint/weight-files.ts";
import { checkpointOffers } from "../../models/checkpoint-offers.ts";
import { orderOffers } from "../../models/order-offers.ts";
import type { OfferedFile, PrecisionOffer } from "../../models/precision.ts";
import type { MachineFacts } from "../../models/preflight.ts";
import type { Sources } from "../import/make-model.ts";
import { type DiskEntry, noModel } from "./entries.ts";

/** Nobody's: its files are known by what is in them alone. */
export const DISK_COMMIT = "disk";

/**
 * @param config `config.json` @param preprocessor `preprocessor_config.json`, null where there is none
 * @returns the best offer for this machine; null where there is no checkpoint
 * @throws EarshotError `model-*` where what is there cannot become a model
 */
export async function offerOfCheckpoint(
  entries: readonly DiskEntry[],
  config: unknown,
  preprocessor: unknown,
  machine: MachineFacts,
): Promise<PrecisionOffer | null> {
  const weights = findWeights(entries);
  if (!weights) return null;
  const file = (path: string): OfferedFile => {
    const entry = entryOf(entries, path);
    return { path, bytes: entry.bytes, sha256: null };
  };
  const checkpoint = await readCheckpoint(entries, async (path) => sourceOf(entryOf(entries, path)));
  const files = [...new Set([...checkpoint.tensors.values()].map((place) => place.file))].sort().map(file);
  const index = weights.sharded ? file(weights.path) : null;
  const found = { state: "read", checkpoint, format: weights.format, commit: DISK_COMMIT, index, files } as const;
  const { offers, refusal } = checkpointOffers(found, config, preprocessor);
  if (refusal) throw new EarshotError(refusal.code, "no model can be made of it", { details: refusal.details });
  return orderOffers(offers, machine).offers[0] ?? null;
}

/** @param onBytes what was read */
export function diskSources(entries: readonly DiskEntry[]): Sources {
  return {
    open: async ({ path }) => sourceOf(entryOf(entries, path)),
    async feed({ path, bytes }, sink) {
      for await (const piece of entryOf(entries, path).read()) await sink.append(piece);
      if (sink.bytes === bytes) return;
      const details = { file: path, reason: "length" };
      throw new EarshotError("model-corrupt", `${path} has ${sink.bytes} bytes`, { details });
    },
  };
}

function sourceOf(entry: DiskEntry): ByteSource {
  return {
    bytes: entry.bytes,
    read: (offset, length) => entry.slice?.(offset, length) ?? readPast(entry, offset, length),
  };
}

async function readPast(entry: DiskEntry, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let position = 0;
  for await (const piece of entry.read()) {
    const from = Math.max(offset, position);
    const to = Math.min(offset + length, position + piece.byteLength);
    if (to > from) bytes.set(piece.subarray(from - position, to - position), from - offset);
    position += piece.byteLength;
    if (position >= offset + length) return bytes;
  }
  throw new EarshotError("model-incomplete", `${entry.path} ends at ${position}`, { details: { file: entry.path } });
}

function entryOf(entries: readonly DiskEntry[], path: string): DiskEntry {
  const entry = entries.find((some) => some.path === path);
  if (!entry) throw noModel(`${path} is not there`);
  return entry;
}
