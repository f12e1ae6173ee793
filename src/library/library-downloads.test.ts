/** A model on its way: whole, broken off, stalled, paused, refused. */
import { describe, expect, it } from "vitest";
import { checkModel } from "./hub/check-model.ts";
import {
  access,
  contentOf,
  DATA,
  fetchWith,
  GRAPH,
  hub,
  isGraph,
  KEY,
  libraryWith,
  MACHINE,
  rangesOf,
  SIZE,
  WHOLE,
} from "./testing/library-with-hub.ts";

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
