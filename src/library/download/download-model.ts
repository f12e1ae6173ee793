/**
 * A model from a Hub to the shelf: side files first, so that one that cannot run is refused before its weights come; then the
 * weights, three files at a time, or a checkpoint that becomes weights while it comes; then its row. Promises: stored whole and checked, or not at all; what is there already is
 * not fetched again; what came before a failure stays for the next time.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { readModelInfo } from "../../models/read-config.ts";
import { readSides, storedRow } from "../assemble-model.ts";
import { hubSources } from "../import/hub-sources.ts";
import { completeSides, makeModel } from "../import/make-model.ts";
import type { ModelRow, PartialRow, WantedRow } from "../model-rows.ts";
import type { HubAccess } from "../protocol.ts";
import type { Shelf } from "../shelf.ts";
import { checkRoom } from "./check-room.ts";
import { fetchFile } from "./fetch-file.ts";
import { fetchedFiles } from "./fetched-files.ts";
import { partSink } from "./file-sink.ts";
import type { Patience } from "./patience.ts";
import { RowInWork } from "./row-in-work.ts";
import { sideBySide } from "./side-by-side.ts";

const FILES_AT_ONCE = 3;

export interface DownloadContext {
  readonly shelf: Shelf;
  readonly hub: HubAccess;
  readonly signal: AbortSignal;
  readonly send: typeof fetch;
  readonly patience: Patience;
  /** Null = unknown. */
  readonly freeBytes: () => Promise<number | null>;
  readonly nowMs: () => number;
}

export interface DownloadWatcher {
  onBytes(path: string, heldBytes: number, receivedBytes: number): void;
  /** What a file waits for; null = it goes on. */
  onWait(path: string, problem: EarshotError | null): void;
  onChecking(): void;
}

export async function downloadModel(
  fresh: PartialRow,
  watch: DownloadWatcher,
  context: DownloadContext,
): Promise<ModelRow> {
  const { shelf, signal } = context;
  const work = new RowInWork(await shelf.begin(fresh));
  const weights = new Set([fresh.graph, ...fresh.externalData]);
  for (const { path, loadedBytes } of await fetchedFiles(work.row, shelf.places)) watch.onBytes(path, loadedBytes, 0);
  await checkRoom(work.row, shelf.places, await context.freeBytes());

  const fetchAll = (files: WantedRow[]) =>
    sideBySide(files, FILES_AT_ONCE, signal, (file, stop) => bring(file, work, watch, { ...context, signal: stop }));
  const read = async (path: string) => {
    const hash = work.hashOf(path);
    return hash === null ? null : shelf.places.open(hash);
  };

  const toFetch = () => work.row.files.filter(({ blob, made }) => blob === null && !made);
  await fetchAll(toFetch().filter(({ path }) => !weights.has(path)));
  const { making } = work.row;
  if (making) await completeSides(work, making, shelf);
  readModelInfo(await readSides(work.row, read));
  await fetchAll(toFetch());
  if (making && work.row.files.some(({ blob }) => blob === null)) {
    const sources = hubSources({ name: work.row.name, commit: making.commit }, watch, context);
    await makeModel(work, making, sources, shelf);
  }

  watch.onChecking();
  const files = work.row.files.map(({ path, blob }) => {
    if (blob === null) throw new EarshotError("internal", `${path} did not arrive`);
    return { path, ...blob };
  });
  const row = storedRow(work.row, await readSides(work.row, read), files, context.nowMs());
  await shelf.finish(row);
  return row;
}

/** One writer of a part at a time: another download, here or in another tab, may be bringing the same file. */
async function bring(
  file: WantedRow,
  work: RowInWork,
  watch: DownloadWatcher,
  context: DownloadContext,
): Promise<void> {
  const { shelf, signal, hub, patience, send } = context;
  const { path, bytes, sha256, partId } = file;
  const { name, commit } = work.row;
  await shelf.locks.hold(`earshot-part-${partId}`, fetchOrFind, signal);

  async function fetchOrFind(): Promise<void> {
    const there = sha256 === null ? null : await shelf.places.open(sha256);
    if (sha256 !== null && there && there.size === bytes) {
      watch.onBytes(path, there.size, 0);
      await shelf.putPartial(work.change(path, { blob: { hash: sha256, bytes: there.size } }));
      return;
    }
    const part = await shelf.places.openPart(partId);
    try {
      const address = { name, commit: commit ?? "main", path };
      const watcher = {
        onBytes: (held: number, received: number) => watch.onBytes(path, held, received),
        onWait: (problem: EarshotError | null) => watch.onWait(path, problem),
        onEtag: (etag: string | null) => shelf.putPartial(work.change(path, { etag })),
      };
      const wish = { address, bytes, sha256, etag: file.etag };
      const hash = await fetchFile(wish, await partSink(part, signal), watcher, { hub, patience, send, signal });
      const row = work.change(path, { blob: { hash, bytes: part.bytes } });
      await shelf.keepFile(row, partId, part, hash);
    } catch (thrown) {
      await part.keep();
      if (part.bytes === 0) await shelf.places.removePart(partId);
      throw thrown;
    }
  }
}
