import { describe, expect, it } from "vitest";
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import { FILES } from "../testing/fake-inference.ts";
import { named, startFiles, until } from "../testing/start-files.ts";

/** A model that answers nothing before it is released. */
function heldModel() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { release: () => release(), packsAfter: () => released };
}

const short = { windows: 2 };

describe("FileRunner", () => {
  it("opens the next file while the model hears the last, never a third", async () => {
    const { release, packsAfter } = heldModel();
    const { files, states, audio, entry } = await startFiles({ a: short, b: short, c: short }, { packsAfter });
    files.add(named("a", "b", "c"));
    await until(states, ["running", "running", "waiting"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(audio.opened).toEqual(["a", "b"]);
    release();
    await until(states, ["done", "done", "done"]);
    expect(audio.opened).toEqual(["a", "b", "c"]);
    expect([0, 1, 2].map((index) => entry(index).track?.count)).toEqual([2, 2, 2]);
  });

  it("cancels both that are under way, and runs each again when asked", async () => {
    const { release, packsAfter } = heldModel();
    const { files, states, entry } = await startFiles({ a: short, b: short, c: short }, { packsAfter });
    files.add(named("a", "b", "c"));
    await until(states, ["running", "running", "waiting"]);
    files.cancelAll();
    await until(states, ["cancelled", "cancelled", "cancelled"]);
    files.run(entry(1).id);
    files.run(entry(0).id);
    release();
    await until(states, ["done", "done", "cancelled"]);
  });

  it("goes on with the next after one that cannot be opened", async () => {
    const error = toPlainError(new EarshotError("file-not-audio", "no"));
    const { files, states } = await startFiles({
      a: { windows: 0, error },
      b: short,
      c: { windows: 0, error },
      d: short,
    });
    files.add(named("a", "b", "c", "d"));
    await until(states, ["failed", "done", "failed", "done"]);
  });

  it("scores again with another model what is done and what is under way", async () => {
    const { files, states, entry, changeModel } = await startFiles({ a: short, b: { windows: 1_000_000 } });
    files.add(named("a", "b"));
    await until(states, ["done", "running"]);
    await changeModel("tiny/other");
    await until(states, ["done", "running"]);
    expect(entry(0).modelId).toBe("tiny/other");
    files.cancelAll();
  });

  it("scores again with another precision of the model, and not with the same one", async () => {
    const { files, states, audio, changeModel } = await startFiles({ a: short });
    files.add(named("a"));
    await until(states, ["done"]);
    await changeModel(FILES.id);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(audio.opened).toEqual(["a"]);
    await changeModel(FILES.id, "int8");
    await expect.poll(() => audio.opened).toEqual(["a", "a"]);
    await until(states, ["done"]);
  });

  it("leaves files alone when a setting changes that moves no window of theirs", async () => {
    const { files, states, store, audio } = await startFiles({ a: short, b: { windows: 1_000_000 } });
    files.add(named("a", "b"));
    await until(states, ["done", "running"]);
    store.setState(({ settings }) => ({ settings: { ...settings, windowS: 2 } })); // As the model has it.
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(audio.opened).toEqual(["a", "b"]);
    store.setState(({ settings }) => ({ settings: { ...settings, hopShare: 0.5 } }));
    await expect.poll(() => audio.opened).toEqual(["a", "b", "a", "b"]);
    files.cancelAll();
  });

  it("is quiet about a file that was removed while it ran", async () => {
    const { files, states, entry, results } = await startFiles({ a: { windows: 1_000_000 }, b: short });
    files.add(named("a", "b"));
    await until(states, ["running", "waiting"]);
    files.remove(entry(0).id);
    await until(states, ["done"]);
    const kept = [];
    for await (const { name } of results.each()) kept.push(name);
    expect(kept).toEqual(["b"]);
  });
});
