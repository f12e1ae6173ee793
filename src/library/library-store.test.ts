/** What is kept: only what was stated, once for all who name it, on a disk that may be full. */
import { describe, expect, it } from "vitest";
import { noiseBytes, sha256 } from "../../e2e/support/hub-fixture.mjs";
import {
  contentOf,
  DATA,
  data,
  fetchWith,
  GRAPH,
  graph,
  hub,
  isGraph,
  KEY,
  libraryWith,
  SIZE,
  WHOLE,
} from "./testing/library-with-hub.ts";

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
