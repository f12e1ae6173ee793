/** A pause, a reload, a cancel: what came stays or goes as it was meant. */
import { describe, expect, it } from "vitest";
import { sha256 } from "../../e2e/support/hub-fixture.mjs";
import {
  access,
  contentOf,
  DATA,
  fetchWith,
  GRAPH,
  graph,
  hub,
  KEY,
  libraryWith,
  SIZE,
  until,
  WHOLE,
} from "./testing/library-with-hub.ts";

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
    await part.truncate(0);
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
