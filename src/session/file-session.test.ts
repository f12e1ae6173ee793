import { describe, expect, it } from "vitest";
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import { Engine } from "../inference/engine.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { FakeAudioWorker, type FakeFile } from "../testing/fake-audio-worker.ts";
import { FakeInference, FILES } from "../testing/fake-inference.ts";
import { FileSession } from "./file-session.ts";
import { memoryResults } from "./results-store.ts";
import { readSettings } from "./settings.ts";
import type { FileState } from "./state.ts";
import { createEarshotStore } from "./store.ts";

const HARDWARE = { cores: 1, crossOriginIsolated: false, webgpu: false };
const nothing = { get: () => null, set: () => {} };

async function start(content: Record<string, FakeFile>, { ready = true, results = memoryResults() } = {}) {
  const store = createEarshotStore(readSettings(nothing), [], false);
  const inference = new FakeInference({ "wasm/1": { medianMs: 20 } });
  const options = {
    startWorker: inference.start,
    memory: nothing,
    hardware: HARDWARE,
    device: null,
    onEvent: () => {},
  };
  const engine = await Engine.open(FILES, options, new AbortController().signal);
  let current = ready ? engine : null;
  const stream = new StreamClient(() => new FakeAudioWorker(content));
  const files = new FileSession({ store, stream, engine: () => current, results });
  const makeReady = () => {
    current = engine;
    files.useEngine(engine);
  };
  const states = () => store.getState().files.map(({ state }) => state);
  const entry = (index: number) => {
    const found = store.getState().files[index];
    if (!found) throw new Error(`no file ${index}`);
    return found;
  };
  return { store, files, engine, makeReady, states, entry, results };
}

const named = (...names: string[]) =>
  names.map((name) => ({ file: new File(["x"], name, { lastModified: 1 }), path: name }));

async function until(states: () => FileState[], phases: FileState["phase"][]) {
  await expect.poll(() => states().map(({ phase }) => phase), { timeout: 2_000 }).toEqual(phases);
}

describe("FileSession", () => {
  it("covers every window of every file, in order", async () => {
    const { files, states, entry } = await start({ a: { windows: 3 }, b: { windows: 40 } });
    files.add(named("a", "b"));
    await until(states, ["done", "done"]);
    expect([entry(0).track?.count, entry(1).track?.count]).toEqual([3, 40]);
    expect([...(entry(1).track?.starts.slice(0, 40) ?? [])]).toEqual(Array.from({ length: 40 }, (_, n) => n * 8_000));
    expect(entry(0).clip.map(({ label }) => label)).toEqual(["one", "three", "two"]);
  });

  it("keeps a bad file's error beside it, goes on with the next, and shows a good one", async () => {
    const error = toPlainError(new EarshotError("file-empty", "empty"));
    const { files, states, store, entry } = await start({ bad: { windows: 0, error }, good: { windows: 2 } });
    files.add(named("bad", "good"));
    await until(states, ["failed", "done"]);
    expect(states()[0]).toMatchObject({ problem: { code: "file-empty" } });
    expect(store.getState().selectedFileId).toBe(entry(1).id);
  });

  it("leaves the selection to the person once one was made", async () => {
    const error = toPlainError(new EarshotError("file-empty", "empty"));
    const { files, states, store, entry } = await start({ bad: { windows: 0, error }, good: { windows: 2 } });
    files.add(named("bad", "good"));
    files.select(entry(0).id);
    await until(states, ["failed", "done"]);
    expect(store.getState().selectedFileId).toBe(entry(0).id);
  });

  it("calls a file without a sample too short", async () => {
    const { files, states } = await start({ none: { windows: 0 } });
    files.add(named("none"));
    await until(states, ["failed"]);
    expect(states()[0]).toMatchObject({ problem: { code: "file-too-short" } });
  });

  it("lets files wait until a model is ready", async () => {
    const { files, states, makeReady } = await start({ a: { windows: 2 } }, { ready: false });
    files.add(named("a"));
    await until(states, ["waiting"]);
    makeReady();
    await until(states, ["done"]);
  });

  it("cancels one that waits and one that runs, and finishes the others", async () => {
    const { files, states, entry } = await start({ a: { windows: 1_000_000 }, b: { windows: 2 }, c: { windows: 2 } });
    files.add(named("a", "b", "c"));
    await until(states, ["running", "waiting", "waiting"]);
    files.cancel(entry(1).id);
    files.cancel(entry(0).id);
    await until(states, ["cancelled", "cancelled", "done"]);
  });

  it("cancels all at once", async () => {
    const { files, states } = await start({ a: { windows: 1_000_000 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["running", "waiting"]);
    files.cancelAll();
    expect(states().map(({ phase }) => phase)).toEqual(["cancelled", "cancelled"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(states().map(({ phase }) => phase)).toEqual(["cancelled", "cancelled"]);
  });

  it("stands still while paused, and goes on where it was", async () => {
    const { files, states, entry, store } = await start({ a: { windows: 5_000 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["running", "waiting"]);
    files.pause();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const before = entry(0).track?.count;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect([entry(0).track?.count, store.getState().queue.paused]).toEqual([before, true]);
    files.resume();
    await until(states, ["done", "done"]);
    expect(entry(0).track?.count).toBe(5_000);
  });

  it("forgets a removed file and selects another", async () => {
    const { files, states, store, entry } = await start({ a: { windows: 2 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["done", "done"]);
    const [a, b] = [entry(0), entry(1)];
    files.remove(a.id);
    expect(store.getState().selectedFileId).toBe(b.id);
    expect(files.file(a.id)).toBeNull();
    expect(files.file(b.id)).toBeInstanceOf(Blob);
  });

  it("changes function and aggregation without the model", async () => {
    const { files, states, store, engine, entry } = await start({ a: { windows: 4 } });
    files.add(named("a"));
    await until(states, ["done"]);
    engine.dispose();
    store.setState(({ settings }) => ({ settings: { ...settings, activation: "none", clipMethod: "max" } }));
    expect(entry(0).clip[0]).toEqual({ label: "one", score: 2 });
    expect(entry(0).activation).toBe("none");
    expect(states()[0]?.phase).toBe("done");
  });

  it("runs files again on another hop, but never a kept result without its sound", async () => {
    const results = memoryResults();
    const before = await start({ a: { windows: 4 } }, { results });
    before.files.add(named("a"));
    await until(before.states, ["done"]);

    const after = await start({ a: { windows: 4 }, b: { windows: 4 } }, { results });
    await after.files.restore();
    after.files.add(named("b"));
    await until(after.states, ["done", "done"]);
    expect([after.entry(0).hasSound, after.entry(0).track?.count]).toEqual([false, 4]);
    after.store.setState(({ settings }) => ({ settings: { ...settings, hopShare: 0.5 } }));
    await until(after.states, ["done", "waiting"]).catch(() => {}); // May be done again already.
    await until(after.states, ["done", "done"]);
    expect([after.entry(0).track?.starts[1], after.entry(1).track?.starts[1]]).toEqual([8_000, 16_000]);
  });

  it("gives a kept result its sound back when the file comes again, and takes no file twice", async () => {
    const results = memoryResults();
    const before = await start({ a: { windows: 4 } }, { results });
    before.files.add(named("a"));
    before.files.add(named("a"));
    await until(before.states, ["done"]);

    const after = await start({ a: { windows: 4 } }, { results });
    await after.files.restore();
    expect([after.entry(0).hasSound, after.entry(0).clip[0]?.label]).toEqual([false, "one"]);
    after.files.add(named("a"));
    expect(after.entry(0).hasSound).toBe(true);
    expect(after.states().map(({ phase }) => phase)).toEqual(["done"]);
    await after.files.removeAll();
    expect([after.states(), await results.list()]).toEqual([[], []]);
  });

  it("says so where results cannot be kept, and keeps them on screen", async () => {
    const full = { ...memoryResults(), put: () => Promise.reject(new DOMException("full", "QuotaExceededError")) };
    const { files, states, store } = await start({ a: { windows: 4 } }, { results: full });
    files.add(named("a"));
    await until(states, ["done"]);
    await expect.poll(() => store.getState().notices[0]?.text).toMatch(/cannot keep results.*storage is full/);
  });
});
