import { describe, expect, it } from "vitest";
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import { Engine } from "../inference/engine.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { FakeAudioWorker, type FakeFile } from "../testing/fake-audio-worker.ts";
import { FakeInference, FILES } from "../testing/fake-inference.ts";
import { FileSession } from "./file-session.ts";
import { readSettings } from "./settings.ts";
import type { FileState } from "./state.ts";
import { createEarshotStore } from "./store.ts";

const HARDWARE = { cores: 1, crossOriginIsolated: false, webgpu: false };
const nothing = { get: () => null, set: () => {} };

async function start(content: Record<string, FakeFile>, ready = true) {
  const store = createEarshotStore(readSettings(nothing), [], false);
  const inference = new FakeInference({ "wasm/1": { medianMs: 1 } });
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
  const files = new FileSession({ store, stream, engine: () => current });
  const makeReady = () => {
    current = engine;
    files.useEngine(engine);
  };
  const states = () => store.getState().files.map(({ state }) => state);
  return { store, files, engine, makeReady, states };
}

const named = (...names: string[]) => names.map((name) => new File(["x"], name));

async function until(states: () => FileState[], phases: FileState["phase"][]) {
  await expect.poll(() => states().map(({ phase }) => phase), { timeout: 2_000 }).toEqual(phases);
}

describe("FileSession", () => {
  it("covers every window of every file, in order", async () => {
    const { store, files, states } = await start({ a: { windows: 3 }, b: { windows: 40 } });
    files.add(named("a", "b"));
    await until(states, ["done", "done"]);
    expect(store.getState().files.map(({ windows }) => windows.length)).toEqual([3, 40]);
    expect(store.getState().files[1]?.windows.at(-1)?.startS).toBeCloseTo((39 * 8_000) / 16_000, 6);
    expect(store.getState().files[0]?.clip[0]?.label).toBe("one");
  });

  it("keeps a bad file's error beside it, and goes on with the next", async () => {
    const error = toPlainError(new EarshotError("file-empty", "empty"));
    const { files, states } = await start({ bad: { windows: 0, error }, good: { windows: 2 } });
    files.add(named("bad", "good"));
    await until(states, ["failed", "done"]);
    expect(states()[0]).toMatchObject({ problem: { code: "file-empty" } });
  });

  it("calls a file without a sample too short", async () => {
    const { files, states } = await start({ none: { windows: 0 } });
    files.add(named("none"));
    await until(states, ["failed"]);
    expect(states()[0]).toMatchObject({ problem: { code: "file-too-short" } });
  });

  it("lets files wait until a model is ready", async () => {
    const { files, states, makeReady } = await start({ a: { windows: 2 } }, false);
    files.add(named("a"));
    await until(states, ["waiting"]);
    makeReady();
    await until(states, ["done"]);
  });

  it("cancels one that waits and one that runs, and finishes the others", async () => {
    const { files, states, store } = await start({ a: { windows: 1_000_000 }, b: { windows: 2 }, c: { windows: 2 } });
    files.add(named("a", "b", "c"));
    await until(states, ["running", "waiting", "waiting"]);
    const [a, b] = store.getState().files;
    files.cancel(b?.id ?? "");
    files.cancel(a?.id ?? "");
    await until(states, ["cancelled", "cancelled", "done"]);
  });

  it("forgets a removed file and selects another", async () => {
    const { files, states, store } = await start({ a: { windows: 2 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["done", "done"]);
    const [a, b] = store.getState().files;
    files.remove(a?.id ?? "");
    expect(store.getState().selectedFileId).toBe(b?.id);
    expect(files.blob(a?.id ?? "")).toBeNull();
    expect(files.blob(b?.id ?? "")).toBeInstanceOf(Blob);
  });

  it("changes function and top-k without the model", async () => {
    const { files, states, store, engine } = await start({ a: { windows: 4 } });
    files.add(named("a"));
    await until(states, ["done"]);
    engine.dispose();
    store.setState(({ settings }) => ({ settings: { ...settings, activation: "none", topK: 1 } }));
    const [file] = store.getState().files;
    expect(file?.clip).toEqual([{ label: "one", score: 2 }]);
  });
});
