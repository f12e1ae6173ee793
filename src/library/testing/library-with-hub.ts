/**
 * The library as its worker runs it, in Node: a loopback Hub at one end, a store of bounded size at the other. To be imported by a
 * test file: starts the Hub before its tests, forgets between them, and ends it after them.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { noiseBytes, sha256, writeRepo } from "../../../e2e/support/hub-fixture.mjs";
import { startLoopbackHub } from "../../../e2e/support/loopback-hub.mjs";
import { BlobPlaces } from "../blob-places.ts";
import { Downloads } from "../download/downloads.ts";
import { PATIENCE, type Patience } from "../download/patience.ts";
import { checkModel } from "../hub/check-model.ts";
import { Library } from "../library.ts";
import { threadLocks } from "../locks.ts";
import { memoryBlobs } from "../memory-blobs.ts";
import { memoryIndex } from "../memory-index.ts";
import type { DownloadState, HubAccess, LibraryProtocol } from "../protocol.ts";
import { Shelf } from "../shelf.ts";

export const MACHINE = { freeBytes: null, memoryGB: 8, webgpu: false };
const HASTY: Patience = { ...PATIENCE, stallMs: 600, firstWaitMs: 5, longestWaitMs: 10, longestRetryAfterS: 2 };
export const SIZE = 300_000;
export const GRAPH = "onnx/model.onnx";
export const DATA = "onnx/model.onnx_data";
export const graph = noiseBytes(1, SIZE);
export const data = noiseBytes(2, SIZE);
export const KEY = "tiny/model fp32";

const root = mkdtempSync(path.join(tmpdir(), "earshot-library-"));
export const repo = (name: string, weights: Record<string, Uint8Array>, config?: object) =>
  writeRepo(path.join(root, name), weights, config);

export let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
export let access: HubAccess;

beforeAll(async () => {
  const main = repo("main", { [GRAPH]: graph, [DATA]: data });
  // Another commit with the same external data and another graph.
  const other = repo("other", { [GRAPH]: noiseBytes(3, SIZE), [DATA]: data });
  hub = await startLoopbackHub({
    models: {
      "tiny/model": { folder: main, revisions: { v2: other } },
      "tiny/gated": { folder: main, gated: true },
      "tiny/plain": repo("plain", { "model.onnx": graph }),
      "tiny/no-rate": repo("no-rate", { [GRAPH]: graph }, { id2label: { 0: "only", 2: "hole" } }),
    },
    storeApart: true,
  });
  access = { endpoint: hub.url, token: null };
});
beforeEach(() => {
  hub.setFault(null);
  hub.forget();
});
afterAll(() => hub.close());

interface Room {
  readonly diskBytes?: number;
  readonly memoryBytes?: number;
  readonly freeBytes?: number | null;
  readonly patience?: Partial<Patience>;
}

const open: Downloads[] = [];
afterEach(async () => {
  for (const downloads of open.splice(0)) {
    for (const { key, phase } of await downloads.states()) if (phase === "running") await downloads.pause(key);
  }
});

export function libraryWith({ diskBytes = 1e9, memoryBytes = 1e9, freeBytes = null, patience = {} }: Room = {}) {
  const disk = memoryBlobs(diskBytes);
  const index = memoryIndex();
  const locks = threadLocks();
  const start = () => {
    const events: LibraryProtocol["event"][] = [];
    const tell = (event: LibraryProtocol["event"]) => void events.push(event);
    const shelf = new Shelf(new BlobPlaces(disk, memoryBlobs(memoryBytes)), index, locks);
    const nowMs = () => Date.now();
    const settings = { send: fetch, nowMs, patience: { ...HASTY, ...patience }, freeBytes: async () => freeBytes };
    const downloads = new Downloads(shelf, tell, settings);
    open.push(downloads);
    const storage = async () => ({ usedBytes: null, quotaBytes: null, persisted: false });
    const check = () => Promise.reject(new Error("not here"));
    const library = new Library({ shelf, downloads, check, storage, tell, nowMs });
    const states = () => events.flatMap((event): DownloadState[] => (event.kind === "download" ? [event.state] : []));
    return { library, shelf, downloads, events, states };
  };
  return { ...start(), disk, /** As after a reload: the same disk, nothing of the old page. */ reload: start };
}

export async function fetchWith(library: Library, reference = "tiny/model", hubAccess = access) {
  const preflight = await checkModel(reference, hubAccess, MACHINE);
  expect(preflight.refusal).toBeNull();
  return library.download({ preflight, precision: "fp32", hub: hubAccess });
}

export async function contentOf(library: Library, key = KEY) {
  const { weights, externalData } = await library.open(key);
  const hash = async (blob: Blob) => sha256(new Uint8Array(await blob.arrayBuffer()));
  return [await hash(weights), ...(await Promise.all(externalData.map(({ data }) => hash(data))))];
}

export const WHOLE = [sha256(graph), sha256(data)];
export const isGraph = ({ file, kind }: { file: string; kind: string }) => file === GRAPH && kind === "blob";
export const rangesOf = (file: string) =>
  hub.asked.filter((asked) => asked.file === file && asked.kind === "blob").map(({ range }) => range);

export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await check()); tries++) {
    if (tries > 400) throw new Error("it did not come to that");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
