/** The library as its worker runs it, in Node: a loopback Hub at one end, a store of bounded size at the other. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noiseBytes, sha256, writeRepo } from "../../e2e/support/hub-fixture.mjs";
import { startLoopbackHub } from "../../e2e/support/loopback-hub.mjs";
import { BlobPlaces } from "./blob-places.ts";
import { Downloads } from "./download/downloads.ts";
import { PATIENCE, type Patience } from "./download/patience.ts";
import { checkModel } from "./hub/check-model.ts";
import { Library } from "./library.ts";
import { threadLocks } from "./locks.ts";
import { memoryBlobs } from "./memory-blobs.ts";
import { memoryIndex } from "./memory-index.ts";
import type { DownloadState, HubAccess, LibraryProtocol } from "./protocol.ts";
import { Shelf } from "./shelf.ts";

const MACHINE = { freeBytes: null, memoryGB: 8, webgpu: false };
const HASTY: Patience = { ...PATIENCE, stallMs: 600, firstWaitMs: 5, longestWaitMs: 10, longestRetryAfterS: 2 };
const SIZE = 300_000;
const GRAPH = "onnx/model.onnx";
const DATA = "onnx/model.onnx_data";
const graph = noiseBytes(1, SIZE);
const data = noiseBytes(2, SIZE);
const KEY = "tiny/model fp32";

const root = mkdtempSync(path.join(tmpdir(), "earshot-library-"));
const repo = (name: string, weights: Record<string, Uint8Array>, config?: object) =>
  writeRepo(path.join(root, name), weights, config);

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let access: HubAccess;

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

function libraryWith({ diskBytes = 1e9, memoryBytes = 1e9, freeBytes = null, patience = {} }: Room = {}) {
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

async function fetchWith(library: Library, reference = "tiny/model", hubAccess = access) {
  const preflight = await checkModel(reference, hubAccess, MACHINE);
  expect(preflight.refusal).toBeNull();
  return library.download({ preflight, precision: "fp32", hub: hubAccess });
}

async function contentOf(library: Library, key = KEY) {
  const { weights, externalData } = await library.open(key);
  const hash = async (blob: Blob) => sha256(new Uint8Array(await blob.arrayBuffer()));
  return [await hash(weights), ...(await Promise.all(externalData.map(({ data }) => hash(data))))];
}

const WHOLE = [sha256(graph), sha256(data)];
const isGraph = ({ file, kind }: { file: string; kind: string }) => file === GRAPH && kind === "blob";
const rangesOf = (file: string) =>
  hub.asked.filter((asked) => asked.file === file && asked.kind === "blob").map(({ range }) => range);

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await check()); tries++) {
    if (tries > 400) throw new Error("it did not come to that");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("a download", () => {
  it("stores a model whole, with its external data by the name that the graph uses", async () => {
    const { library, disk, events, states } = libraryWith();
    const stored = await fetchWith(library);
    expect(stored).toMatchObject({ key: KEY, source: "hub", numLabels: 2, sampleRateHz: 16_000, place: "disk" });
    expect(stored.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(await contentOf(library)).toEqual(WHOLE);
    const files = await library.open(KEY);
    expect(files.externalData.map((file) => file.path)).toEqual(["model.onnx_data"]);
    expect(files.config).toMatchObject({ model_type: "wav2vec2" });
    expect(await disk.parts()).toEqual([]);
    expect(events.slice(-2)).toEqual([{ kind: "download-over", key: KEY }, { kind: "stored-changed" }]);
    const { models, downloads, storage } = await library.list();
    expect(models.map(({ key }) => key)).toEqual([KEY]);
    expect(downloads).toEqual([]);
    expect(storage.modelBytes).toBe(stored.bytes);
    expect(stored.bytes).toBeGreaterThan(2 * SIZE);
    expect(states().every((state) => state.loadedBytes <= state.totalBytes)).toBe(true);
  });

  it("asks for every file by the commit, and sends the token to the endpoint only", async () => {
    const { library } = libraryWith();
    const withToken = { ...access, token: "hf_right" };
    const preflight = await checkModel("tiny/gated", withToken, MACHINE);
    await library.download({ preflight, precision: "fp32", hub: withToken });
    const resolved = hub.asked.filter(({ kind, file }) => kind === "resolve" && file === GRAPH);
    expect(hub.asked.every(({ kind, withToken }) => withToken === (kind !== "blob"))).toBe(true);
    expect(resolved.map(({ url }) => url)).toEqual([`/tiny/gated/resolve/${preflight.commit}/onnx/model.onnx`]);
    // Again, and nothing moves: it is there.
    await expect(library.download({ preflight, precision: "fp32", hub: access })).resolves.toMatchObject({
      id: "tiny/gated",
    });
  });

  it("is refused before its weights where the model's own files do not fit", async () => {
    const { library } = libraryWith();
    const preflight = await checkModel("tiny/no-rate", access, MACHINE);
    const download = library.download({ preflight: { ...preflight, refusal: null }, precision: "fp32", hub: access });
    await expect(download).rejects.toMatchObject({ code: "model-config-invalid" });
    expect(hub.sentBytes("tiny/no-rate", GRAPH)).toBe(0);
    expect((await library.list()).downloads).toEqual([]);
  });

  it("is joined by whoever asks for it again", async () => {
    const { library } = libraryWith();
    const [first, second] = await Promise.all([fetchWith(library), fetchWith(library)]);
    expect(first).toEqual(second);
    expect(hub.sentBytes("tiny/model", GRAPH)).toBe(SIZE);
  });

  it("does not race another page's for the same file: it waits, and finds it there", async () => {
    const { library, reload } = libraryWith();
    const models = await Promise.all([fetchWith(library), fetchWith(reload().library, "tiny/model@v2")]);
    expect(models.map(({ id }) => id)).toEqual(["tiny/model", "tiny/model@v2"]);
    expect(hub.sentBytes("tiny/model", DATA)).toBe(SIZE);
  });
});

describe("a connection that breaks", () => {
  for (const at of [1, 65_536, 150_001, SIZE - 1]) {
    it(`goes on from byte ${at}, and fetches nothing twice`, async () => {
      hub.setFault((asked) => (isGraph(asked) && asked.nth === 0 ? { resetAt: at } : null));
      const { library } = libraryWith();
      await fetchWith(library);
      expect(await contentOf(library)).toEqual(WHOLE);
      const [first, second, ...more] = rangesOf(GRAPH);
      expect([first, more]).toEqual([null, []]);
      // What was received but not handed on when the connection broke is missing, too.
      const held = Number(/^bytes=(\d+)-$/.exec(second ?? "bytes=0-")?.[1]);
      expect(held).toBeLessThanOrEqual(at);
      expect(hub.sentBytes("tiny/model", GRAPH)).toBe(SIZE + at - held);
    });
  }

  it("is taken up after every one of many breaks, as long as bytes come in between", async () => {
    hub.setFault((asked) => (isGraph(asked) ? { resetAt: (asked.nth + 1) * 20_000 } : null));
    const { library } = libraryWith({ patience: { tries: 3 } });
    await fetchWith(library);
    expect(await contentOf(library)).toEqual(WHOLE);
    expect(rangesOf(GRAPH).length).toBeGreaterThan(5);
    expect(hub.sentBytes("tiny/model", GRAPH)).toBeLessThan(1.5 * SIZE);
  });

  it("that stalls is ended and taken up; one that always stalls is an error that can be resumed", async () => {
    hub.setFault((asked) => (isGraph(asked) ? { stallAt: 100_000 } : null));
    const first = libraryWith();
    await fetchWith(first.library);
    expect(rangesOf(GRAPH)).toEqual([null, "bytes=100000-"]);

    hub.setFault((asked) =>
      isGraph(asked) ? { stallAt: Math.max(100_000, Number(asked.range?.slice(6, -1) ?? 0) + 1) } : null,
    );
    const second = libraryWith({ patience: { triesInAll: 3 } });
    await expect(fetchWith(second.library)).rejects.toMatchObject({ code: "hub-stalled", transient: true });
    const [state] = (await second.library.list()).downloads;
    expect(state).toMatchObject({ phase: "failed", problem: { code: "hub-stalled", details: { id: "tiny/model" } } });
    hub.setFault(null);
    await second.library.resume({ key: KEY, hub: access });
    expect(await contentOf(second.library)).toEqual(WHOLE);
  });

  it("to a server that never answers is given up, too", async () => {
    hub.setFault((asked) => (isGraph(asked) ? "stall" : null));
    const { library } = libraryWith({ patience: { tries: 2, stallMs: 60 } });
    await expect(fetchWith(library)).rejects.toMatchObject({ code: "hub-stalled" });
  });

  it("is resumed whole where the server knows no ranges, and counted honestly", async () => {
    hub.setFault((asked) =>
      isGraph(asked) ? { ...(asked.nth ? {} : { resetAt: 200_000 }), ignoreRange: true } : null,
    );
    const { library, states } = libraryWith();
    await fetchWith(library);
    expect(await contentOf(library)).toEqual(WHOLE);
    expect(hub.sentBytes("tiny/model", GRAPH)).toBe(SIZE + 200_000);
    expect(states().every((state) => state.loadedBytes <= state.totalBytes)).toBe(true);
  });

  it("is resumed where the host's headers are hidden from scripts", async () => {
    hub.setFault((asked) => (isGraph(asked) ? { resetAt: 123_456, hideHeaders: true } : null));
    const { library } = libraryWith();
    await fetchWith(library);
    expect(await contentOf(library)).toEqual(WHOLE);
  });
});

describe("a pause, a reload, a cancel", () => {
  async function pausedMidway() {
    hub.setFault((asked) => (asked.kind === "blob" ? { bytesPerS: 400_000 } : null));
    const made = libraryWith();
    const download = fetchWith(made.library);
    const ended = expect(download).rejects.toMatchObject({ code: "aborted" });
    await until(async () => (await made.library.list()).downloads.some((state) => state.loadedBytes > 100_000));
    await made.downloads.pause(KEY);
    await ended;
    hub.setFault(null);
    return made;
  }

  it("a pause keeps what came; a resume re-fetches only what is missing", async () => {
    const { library, states } = await pausedMidway();
    const [state] = (await library.list()).downloads;
    expect(state).toMatchObject({ key: KEY, phase: "paused", problem: null, bytesPerS: 0 });
    expect(state?.loadedBytes).toBeGreaterThan(100_000);
    expect(states().at(-1)).toEqual(state);
    expect(state?.totalBytes).toBeGreaterThan(2 * SIZE);
    hub.forget();
    await library.resume({ key: KEY, hub: access });
    expect(await contentOf(library)).toEqual(WHOLE);
    const again = hub.sentBytes("tiny/model", GRAPH) + hub.sentBytes("tiny/model", DATA);
    expect(again).toBe((state?.totalBytes ?? 0) - (state?.loadedBytes ?? 0));
    expect(hub.asked.some(({ kind, file }) => kind === "api" || file === "config.json")).toBe(false);
  });

  it("after a reload it is listed as paused, and goes on", async () => {
    const { reload } = await pausedMidway();
    const { library } = reload();
    const [state] = (await library.list()).downloads;
    expect(state).toMatchObject({ key: KEY, phase: "paused" });
    expect(state?.loadedBytes).toBeGreaterThan(100_000);
    hub.forget();
    await library.resume({ key: KEY, hub: access });
    expect(await contentOf(library)).toEqual(WHOLE);
    const again = hub.sentBytes("tiny/model", GRAPH) + hub.sentBytes("tiny/model", DATA);
    expect(again).toBe((state?.totalBytes ?? 0) - (state?.loadedBytes ?? 0));
  });

  it("parts that the disk changed meanwhile are fetched anew, once", async () => {
    const { disk, reload } = await pausedMidway();
    const part = await disk.openPart(sha256(graph));
    const held = part.bytes;
    await part.restart();
    await part.append(new Uint8Array(held).fill(7));
    await part.keep();
    const { library } = reload();
    await library.resume({ key: KEY, hub: access });
    expect(await contentOf(library)).toEqual(WHOLE);
  });

  it("a cancel deletes parts and row, running or at rest", async () => {
    const paused = await pausedMidway();
    expect((await paused.disk.parts()).length).toBeGreaterThan(0);
    await paused.downloads.cancel(KEY);
    expect(await paused.disk.parts()).toEqual([]);
    expect(await paused.disk.hashes()).toEqual([]);
    expect((await paused.library.list()).downloads).toEqual([]);
    await expect(paused.library.resume({ key: KEY, hub: access })).rejects.toMatchObject({ code: "model-not-found" });

    hub.setFault((asked) => (asked.kind === "blob" ? { bytesPerS: 400_000 } : null));
    const running = fetchWith(paused.library);
    const ended = expect(running).rejects.toMatchObject({ code: "aborted" });
    await until(async () => (await paused.disk.parts()).length > 0);
    await paused.downloads.cancel(KEY);
    await ended;
    expect(await paused.disk.parts()).toEqual([]);
    expect(paused.events.at(-1)).toEqual({ kind: "download-over", key: KEY });
  });
});

describe("a file that is not what was stated", () => {
  it("another content under the same commit: corrupt, its part deleted, nothing stored", async () => {
    hub.setFault((asked) => (isGraph(asked) ? { changeAt: 1000 } : null));
    const { library, disk } = libraryWith();
    await expect(fetchWith(library)).rejects.toMatchObject({
      code: "model-corrupt",
      details: { reason: "hash", file: GRAPH },
    });
    expect((await disk.parts()).includes(sha256(graph))).toBe(false);
    expect(await disk.hashes()).not.toContain(sha256(graph));
    expect((await library.list()).models).toEqual([]);
    await expect(library.open(KEY)).rejects.toMatchObject({ code: "model-not-found" });
    hub.setFault(null);
    await fetchWith(library);
    expect(await contentOf(library)).toEqual(WHOLE);
  });

  for (const length of [SIZE + 5, SIZE - 5]) {
    it(`${length - SIZE} bytes: corrupt`, async () => {
      hub.setFault((asked) => (isGraph(asked) ? { length } : null));
      const { library, disk } = libraryWith();
      await expect(fetchWith(library)).rejects.toMatchObject({ code: "model-corrupt", details: { reason: "length" } });
      expect(await disk.parts()).not.toContain(sha256(graph));
    });
  }

  it("a sign-in page in its place is no file", async () => {
    hub.setFault((asked) => (isGraph(asked) ? { html: true } : null));
    const { library } = libraryWith({ patience: { tries: 2 } });
    await expect(fetchWith(library)).rejects.toMatchObject({ code: "model-unreachable", details: { reason: "html" } });
  });
});

describe("a server that refuses", () => {
  it("429: its Retry-After is waited for, and said", async () => {
    const answer = { status: 429, headers: { "Retry-After": "1" } };
    hub.setFault((asked) => (asked.kind === "resolve" && asked.file === GRAPH && asked.nth === 0 ? answer : null));
    const { library, states } = libraryWith();
    const startedMs = Date.now();
    await fetchWith(library);
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(1000);
    const waiting = states().find(({ problem }) => problem?.code === "hub-busy");
    expect(waiting).toMatchObject({ phase: "running", problem: { details: { retryAfterS: 1 } } });
    expect(states().at(-1)?.problem).toBeNull();
  });

  it("429 for longer than anybody waits: said at once, and what came is kept", async () => {
    const answer = { status: 429, headers: { "Retry-After": "3600" } };
    hub.setFault((asked) => (asked.kind === "resolve" && asked.file === GRAPH ? answer : null));
    const { library } = libraryWith();
    await expect(fetchWith(library)).rejects.toMatchObject({ code: "hub-busy", details: { retryAfterS: 3600 } });
    expect((await library.list()).downloads).toMatchObject([{ phase: "failed" }]);
  });

  for (const [status, code, tries] of [
    [500, "model-unreachable", 3],
    [503, "model-unreachable", 3],
    [403, "model-gated", 1],
    [404, "model-not-found", 1],
  ] as const) {
    it(`${status}: ${code} after ${tries} ${tries === 1 ? "try" : "tries"}`, async () => {
      hub.setFault((asked) => (asked.kind === "resolve" && asked.file === GRAPH ? { status } : null));
      const { library } = libraryWith({ patience: { tries: 3 } });
      await expect(fetchWith(library)).rejects.toMatchObject({ code, details: { status, file: GRAPH } });
      expect(hub.asked.filter((asked) => asked.kind === "resolve" && asked.file === GRAPH)).toHaveLength(tries);
    });
  }

  it("500 twice, then the file: it is there", async () => {
    hub.setFault((asked) => (isGraph(asked) && asked.nth < 2 ? { status: 500 } : null));
    const { library } = libraryWith();
    await fetchWith(library);
    expect(await contentOf(library)).toEqual(WHOLE);
  });
});

describe("files by content", () => {
  it("a second revision fetches only what differs, and counts what is there as loaded", async () => {
    const { library, disk, states } = libraryWith();
    await fetchWith(library);
    hub.forget();
    await fetchWith(library, "tiny/model@v2");
    expect(hub.sentBytes("tiny/model", DATA)).toBe(0);
    expect(hub.sentBytes("tiny/model", GRAPH)).toBe(SIZE);
    const last = states().filter(({ id }) => id === "tiny/model@v2");
    expect(last.some(({ loadedBytes }) => loadedBytes >= SIZE)).toBe(true);
    const { models, storage } = await library.list();
    expect(models).toHaveLength(2);
    expect(storage.modelBytes).toBeLessThan(3 * SIZE + 2000);
    // Two graphs, one external data, two JSON files that are equal.
    expect(await disk.hashes()).toHaveLength(5);
  });

  it("removing a model keeps what another one names, and frees the rest", async () => {
    const { library, disk } = libraryWith();
    await fetchWith(library);
    await fetchWith(library, "tiny/model@v2");
    await library.remove(KEY);
    expect(await disk.hashes()).toContain(sha256(data));
    expect(await disk.hashes()).not.toContain(sha256(graph));
    expect(await contentOf(library, "tiny/model@v2 fp32")).toEqual([sha256(noiseBytes(3, SIZE)), sha256(data)]);
    await library.remove("tiny/model@v2 fp32");
    expect(await disk.hashes()).toEqual([]);
  });

  it("what a visit that ended in the middle left behind is swept away; what rows name stays", async () => {
    const { library, shelf, disk } = libraryWith();
    await fetchWith(library);
    const orphan = await disk.openPart("orphan");
    await orphan.append(new Uint8Array(10));
    await orphan.keep();
    const blob = await disk.openPart("blob");
    await blob.commit("f".repeat(64));
    await shelf.sweep();
    expect(await disk.parts()).toEqual([]);
    expect(await disk.hashes()).not.toContain("f".repeat(64));
    expect(await contentOf(library)).toEqual(WHOLE);
  });

  it("a model whose file the browser lost is not opened: it goes, and says why", async () => {
    const { library, disk } = libraryWith();
    await fetchWith(library);
    await disk.remove(sha256(data));
    await expect(library.open(KEY)).rejects.toMatchObject({ code: "model-corrupt", details: { reason: "gone" } });
    expect((await library.list()).models).toEqual([]);
  });
});

describe("a full disk", () => {
  it("known beforehand, and no memory for it either: refused before a byte", async () => {
    const { library } = libraryWith({ freeBytes: SIZE, memoryBytes: SIZE });
    await expect(fetchWith(library)).rejects.toMatchObject({
      code: "model-too-large",
      details: { bytes: 2 * SIZE, freeBytes: SIZE },
    });
    expect(hub.sentBytes("tiny/model", GRAPH) + hub.sentBytes("tiny/model", DATA)).toBe(0);
    expect((await library.list()).downloads).toEqual([]);
  });

  it("that fills midway: goes on in memory with what came, and says so", async () => {
    const { library, disk, reload } = libraryWith({ diskBytes: SIZE + 100_000 });
    const stored = await fetchWith(library);
    expect(stored.place).toBe("memory");
    expect(await contentOf(library)).toEqual(WHOLE);
    expect(hub.sentBytes("tiny/model", GRAPH) + hub.sentBytes("tiny/model", DATA)).toBe(2 * SIZE);
    expect(await disk.parts()).toEqual([]);
    expect((await reload().library.list()).models).toEqual([]);
  });

  it("without room in memory: says so, and keeps what came", async () => {
    const { library } = libraryWith({ diskBytes: 100_000, memoryBytes: 100_000 });
    await expect(fetchWith(library)).rejects.toMatchObject({ code: "storage-full" });
    const { models, downloads } = await library.list();
    expect(models).toEqual([]);
    expect(downloads).toMatchObject([{ phase: "failed", problem: { code: "storage-full" } }]);
  });
});
