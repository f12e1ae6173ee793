import { describe, expect, it } from "vitest";
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import { named, startFiles, until } from "../testing/start-files.ts";

describe("FileSession", () => {
  it("covers every window of every file, in order", async () => {
    const { files, states, entry } = await startFiles({ a: { windows: 3 }, b: { windows: 40 } });
    files.add(named("a", "b"));
    await until(states, ["done", "done"]);
    expect([entry(0).track?.count, entry(1).track?.count]).toEqual([3, 40]);
    expect([...(entry(1).track?.starts.slice(0, 40) ?? [])]).toEqual(Array.from({ length: 40 }, (_, n) => n * 8_000));
    expect(entry(0).clip.map(({ label }) => label)).toEqual(["one", "three", "two"]);
  });

  it("keeps a bad file's error beside it, goes on with the next, and shows a good one", async () => {
    const error = toPlainError(new EarshotError("file-empty", "empty"));
    const { files, states, store, entry } = await startFiles({ bad: { windows: 0, error }, good: { windows: 2 } });
    files.add(named("bad", "good"));
    await until(states, ["failed", "done"]);
    expect(states()[0]).toMatchObject({ problem: { code: "file-empty" } });
    expect(store.getState().selectedFileId).toBe(entry(1).id);
  });

  it("leaves the selection to the person once one was made", async () => {
    const error = toPlainError(new EarshotError("file-empty", "empty"));
    const { files, states, store, entry } = await startFiles({ bad: { windows: 0, error }, good: { windows: 2 } });
    files.add(named("bad", "good"));
    files.select(entry(0).id);
    await until(states, ["failed", "done"]);
    expect(store.getState().selectedFileId).toBe(entry(0).id);
  });

  it("calls a file without a sample too short", async () => {
    const { files, states } = await startFiles({ none: { windows: 0 } });
    files.add(named("none"));
    await until(states, ["failed"]);
    expect(states()[0]).toMatchObject({ problem: { code: "file-too-short" } });
  });

  it("lets files wait until a model is ready", async () => {
    const { files, states, makeReady } = await startFiles({ a: { windows: 2 } }, { ready: false });
    files.add(named("a"));
    await until(states, ["waiting"]);
    makeReady();
    await until(states, ["done"]);
  });

  it("cancels one that waits and one that runs, and finishes the others", async () => {
    const { files, states, entry } = await startFiles({
      a: { windows: 1_000_000 },
      b: { windows: 2 },
      c: { windows: 2 },
    });
    files.add(named("a", "b", "c"));
    await until(states, ["running", "waiting", "waiting"]);
    files.cancel(entry(1).id);
    files.cancel(entry(0).id);
    await until(states, ["cancelled", "cancelled", "done"]);
  });

  it("cancels all at once", async () => {
    const { files, states } = await startFiles({ a: { windows: 1_000_000 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["running", "waiting"]);
    files.cancelAll();
    expect(states().map(({ phase }) => phase)).toEqual(["cancelled", "cancelled"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(states().map(({ phase }) => phase)).toEqual(["cancelled", "cancelled"]);
  });

  it("stands still while paused, and goes on where it was", async () => {
    const { files, states, entry, store } = await startFiles({ a: { windows: 2_000 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["running", "waiting"]);
    files.pause();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = entry(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([entry(0), store.getState().queue.paused]).toEqual([before, true]);
    files.resume();
    await until(states, ["done", "done"]);
    expect(entry(0).track?.count).toBe(2_000);
  });

  it("forgets a removed file and selects another", async () => {
    const { files, states, store, entry } = await startFiles({ a: { windows: 2 }, b: { windows: 2 } });
    files.add(named("a", "b"));
    await until(states, ["done", "done"]);
    const [a, b] = [entry(0), entry(1)];
    files.remove(a.id);
    expect(store.getState().selectedFileId).toBe(b.id);
    expect(files.file(a.id)).toBeNull();
    expect(files.file(b.id)).toBeInstanceOf(Blob);
  });

  it("changes function and aggregation without the model", async () => {
    const { files, states, store, engine, entry } = await startFiles({ a: { windows: 4 } });
    files.add(named("a"));
    await until(states, ["done"]);
    engine.dispose();
    store.setState(({ settings }) => ({ settings: { ...settings, activation: "none", clipMethod: "max" } }));
    expect(entry(0).clip[0]).toEqual({ label: "one", score: 2 });
    expect(entry(0).activation).toBe("none");
    expect(states()[0]?.phase).toBe("done");
  });
});
