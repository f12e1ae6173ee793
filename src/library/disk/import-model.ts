/**
 * A model from a folder or zip to the shelf, under `disk:NAME`: the same checks and the same order as a download. Promises:
 * stored whole, or nothing of it is left.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { blobSource } from "../../models/checkpoint/blob-source.ts";
import type { MachineFacts } from "../../models/preflight.ts";
import { readModelInfo } from "../../models/read-config.ts";
import { readSides, storedRow } from "../assemble-model.ts";
import { checkRoom } from "../download/check-room.ts";
import { SMALL_BYTES } from "../download/fetch-file.ts";
import { RowInWork } from "../download/row-in-work.ts";
import { completeSides, makeModel } from "../import/make-model.ts";
import { plannedMaking } from "../import/planned-making.ts";
import { piecesOf } from "../memory-blobs.ts";
import { modelKey } from "../model-key.ts";
import type { ModelRow, PartialRow, WantedRow } from "../model-rows.ts";
import type { DiskFile } from "../protocol.ts";
import { partIdOf, startSha256 } from "../sha256.ts";
import type { Shelf } from "../shelf.ts";
import { diskSources } from "./checkpoint-on-disk.ts";
import { chooseFiles, type ModelOnDisk } from "./choose-files.ts";
import { type DiskEntry, modelEntries, noModel } from "./entries.ts";
import { zipEntries } from "./zip-entries.ts";

export interface ImportContext {
  readonly shelf: Shelf;
  readonly machine: MachineFacts;
  /** Null = unknown. */
  readonly freeBytes: number | null;
  readonly nowMs: () => number;
}

const LONGEST_NAME = 80;

export async function importModel(name: string, files: readonly DiskFile[], context: ImportContext): Promise<ModelRow> {
  const entries = modelEntries(await entriesOf(files));
  const model = await chooseFiles(entries, context.machine);
  const row = await rowOf(nameOf(name), model, entries);
  const { shelf } = context;
  return shelf.locks.hold(`earshot-download-${row.key}`, async () => {
    try {
      return await bringAll(row, entries, context);
    } catch (thrown) {
      await shelf.removePartial(row.key);
      throw thrown;
    }
  });
}

/** One file that is a zip, or the files of a folder. */
async function entriesOf(files: readonly DiskFile[]): Promise<DiskEntry[]> {
  const [first] = files;
  if (!first) throw noModel("it is empty");
  if (files.length === 1 && /\.zip$/i.test(first.path)) return zipEntries(first.file);
  return files.map(({ path, file }) => ({
    path,
    bytes: file.size,
    read: () => piecesOf(file),
    slice: (offset, length) => blobSource(file).read(offset, length),
  }));
}

async function rowOf(
  name: string,
  { tagger, offer, sides }: ModelOnDisk,
  entries: readonly DiskEntry[],
): Promise<PartialRow> {
  const id = `disk:${name}`;
  const key = modelKey(id, offer.precision);
  const { making } = offer;
  const about = { key, id, precision: offer.precision, source: "disk", name, commit: null } as const;
  const [graph, ...others] = offer.files.map(({ path }) => path);
  if (graph === undefined) throw noModel("no weights");
  const wanted = async (path: string): Promise<WantedRow> => {
    const bytes = entries.find((entry) => entry.path === path)?.bytes ?? 0;
    const partId = await partIdOf(key, path);
    return { path, bytes, sha256: null, partId, etag: null, blob: null, made: false };
  };
  if (making) {
    const kept = sides.filter((path) => making.preprocessor === null || path !== "preprocessor_config.json");
    return {
      ...about,
      ...(await plannedMaking(key, offer.files, making, await Promise.all(kept.map(wanted)), null)),
    };
  }
  const files = await Promise.all([...sides, graph, ...others].map(wanted));
  return { ...about, tagger, graph, externalData: others, files, making: null };
}

async function bringAll(fresh: PartialRow, entries: readonly DiskEntry[], context: ImportContext): Promise<ModelRow> {
  const { shelf, freeBytes, nowMs } = context;
  const work = new RowInWork(await shelf.begin(fresh));
  await checkRoom(work.row, shelf.places, freeBytes);
  const read = async (path: string) => {
    const hash = work.hashOf(path);
    return hash === null ? null : shelf.places.open(hash);
  };
  const isWeights = (path: string) => path === fresh.graph || fresh.externalData.includes(path);
  for (const { path, made } of fresh.files) {
    if (!isWeights(path) && !made) await bring(path, entries, work, shelf);
  }
  const { making } = work.row;
  if (making) await completeSides(work, making, shelf);
  readModelInfo(await readSides(work.row, read));
  if (making) await makeModel(work, making, diskSources(entries), shelf);
  else for (const path of [fresh.graph, ...fresh.externalData]) await bring(path, entries, work, shelf);
  const files = work.row.files.map(({ path, blob }) => {
    if (blob === null) throw new EarshotError("internal", `${path} was not read`);
    return { path, ...blob };
  });
  const row = storedRow(work.row, await readSides(work.row, read), files, nowMs());
  await shelf.finish(row);
  return row;
}

async function bring(path: string, entries: readonly DiskEntry[], work: RowInWork, shelf: Shelf): Promise<void> {
  const entry = entries.find((some) => some.path === path);
  const wanted = work.row.files.find((some) => some.path === path);
  if (!entry || !wanted) throw noModel(`${path} is not there`);
  const isSmall = path.endsWith(".json");
  if (isSmall && entry.bytes > SMALL_BYTES) throw noModel(`${path} is too large`);
  const part = await shelf.places.openPart(wanted.partId);
  try {
    await part.truncate(0);
    const hasher = await startSha256();
    for await (const piece of entry.read()) {
      hasher.update(piece);
      await part.append(piece);
    }
    const hash = hasher.hex();
    await shelf.keepFile(work.change(path, { blob: { hash, bytes: part.bytes } }), wanted.partId, part, hash);
  } catch (thrown) {
    await part.keep();
    throw thrown;
  }
}

/** As the person's folder or zip is called, without what no screen can show. */
function nameOf(given: string): string {
  const printable = given.replace(/\.zip$/i, "").replace(/[\p{C}\s]+/gu, " ");
  return printable.trim().slice(0, LONGEST_NAME) || "model";
}
