/** What stays of files between visits, and what comes back. */
import { describe, expect, it } from "vitest";
import type { FakeFile } from "../testing/fake-audio-worker.ts";
import { named, startFiles, until } from "../testing/start-files.ts";
import type { KeptFile } from "./kept-file.ts";
import { memoryResults, type ResultsStore } from "./results-store.ts";

const four: FakeFile = { windows: 4 };

async function keptOf(results: ResultsStore): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for await (const file of results.each()) kept.push(file);
  return kept;
}

/** A visit that leaves results of these files behind. */
async function visit(content: Record<string, FakeFile>, results: ResultsStore): Promise<void> {
  const { files, states } = await startFiles(content, { results });
  files.add(named(...Object.keys(content)));
  await until(
    states,
    Object.keys(content).map(() => "done"),
  );
}

describe("files between visits", () => {
  it("runs files again on another hop, but never a kept result without its sound", async () => {
    const results = memoryResults();
    await visit({ a: four }, results);
    const { files, states, store, entry } = await startFiles({ a: four, b: four }, { results });
    await files.restore();
    files.add(named("b"));
    await until(states, ["done", "done"]);
    expect([entry(0).hasSound, entry(0).track?.count]).toEqual([false, 4]);
    store.setState(({ settings }) => ({ settings: { ...settings, hopShare: 0.5 } }));
    await until(states, ["done", "running"]);
    await until(states, ["done", "done"]);
    expect([entry(0).track?.starts[1], entry(1).track?.starts[1]]).toEqual([8_000, 16_000]);
  });

  it("gives a kept result its sound back when the file comes again, and takes no file twice", async () => {
    const results = memoryResults();
    await visit({ a: four }, results);
    const { files, states, entry, audio, store } = await startFiles({ a: four }, { results });
    await files.restore();
    expect([entry(0).hasSound, entry(0).clip[0]?.label]).toEqual([false, "one"]);
    files.add(named("a"));
    expect(entry(0).hasSound).toBe(true);
    expect(store.getState().notices).toEqual([]);
    files.add(named("a"));
    expect(store.getState().notices[0]?.text).toContain("in the list already");
    await until(states, ["done"]);
    expect(audio.opened).toEqual([]);
  });

  it("scores a kept result again with the model of now, once its sound is back", async () => {
    const results = memoryResults();
    await visit({ a: four }, results);
    const { files, states, entry, changeModel } = await startFiles({ a: four }, { results });
    await changeModel("tiny/other");
    await files.restore();
    expect(entry(0).modelId).toBe("tiny/three");
    files.add(named("a"));
    await until(states, ["done"]);
    expect(entry(0).modelId).toBe("tiny/other");
  });

  it("gives its kept result to a file that was dropped before it could be brought back", async () => {
    const results = memoryResults();
    await visit({ a: four, b: four }, results);
    const { files, states, entry, audio, makeReady } = await startFiles(
      { a: four, b: four },
      { results, ready: false },
    );
    files.add(named("b"));
    await files.restore();
    await until(states, ["done", "done"]);
    expect([entry(0), entry(1)].map(({ name, hasSound }) => [name, hasSound])).toEqual([
      ["a", false],
      ["b", true],
    ]);
    makeReady();
    expect(audio.opened).toEqual([]);
  });

  it("keeps two loose files apart that are alike in name, length and time", async () => {
    const results = memoryResults();
    const twins = { twin: four };
    const first = await startFiles(twins, { results });
    first.files.add([...named("twin"), ...named("twin")]);
    await until(first.states, ["done", "done"]);
    first.files.add([...named("twin"), ...named("twin")]);
    expect(first.states()).toHaveLength(2);
    const second = await startFiles(twins, { results });
    await second.files.restore();
    await until(second.states, ["done", "done"]);
  });

  it("keeps a label that was given after the file was done", async () => {
    const results = memoryResults();
    const { files, states } = await startFiles({ a: four }, { results });
    files.add(named("a"));
    await until(states, ["done"]);
    files.setTrueLabels(new Map([["a", "robin"]]));
    expect((await keptOf(results)).map(({ trueLabel }) => trueLabel)).toEqual(["robin"]);
  });

  it("erases everything, also what was about to come back", async () => {
    const results = memoryResults();
    await visit({ a: four }, results);
    const { files, states } = await startFiles({ a: four, b: { windows: 1_000_000 } }, { results });
    files.add(named("b"));
    await until(states, ["running"]);
    const restoring = files.restore();
    await files.removeAll();
    await restoring;
    expect([states(), await keptOf(results)]).toEqual([[], []]);
  });

  it("says once that results cannot be kept, and shows them all the same", async () => {
    const full = { ...memoryResults(), put: () => Promise.reject(new DOMException("full", "QuotaExceededError")) };
    const { files, states, store } = await startFiles({ a: four, b: four }, { results: full });
    files.add(named("a"));
    await until(states, ["done"]);
    await expect.poll(() => store.getState().notices[0]?.text).toMatch(/cannot keep results.*storage is full/);
    store.setState({ notices: [] }); // Read and put away.
    files.add(named("b"));
    await until(states, ["done", "done"]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(store.getState().notices).toEqual([]);
  });

  it("brings back what can be read where the rest cannot, and says nothing before it matters", async () => {
    const results = memoryResults();
    await visit({ a: four }, results);
    const broken: ResultsStore = {
      ...results,
      async *each() {
        yield* results.each();
        throw new DOMException("gone", "UnknownError");
      },
    };
    const { files, states, store } = await startFiles({}, { results: broken });
    await files.restore();
    await until(states, ["done"]);
    expect(store.getState().notices).toEqual([]);
  });
});
