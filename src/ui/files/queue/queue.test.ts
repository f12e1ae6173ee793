import { describe, expect, it } from "vitest";
import type { FileEntry, FileState } from "../../../session/state.ts";
import { heardFile, SCENES } from "../../testing/scenes.ts";
import { betterSelection } from "./better-selection.ts";
import { labelChoices } from "./label-choices.ts";
import { LoudFailures } from "./loud-failures.ts";
import { folderOf, queueItem, sharedFolder, worthRunning } from "./queue-item.ts";
import { AS_ADDED, filterItems, NO_FILTER, nextOrder, type QueueColumn, sortItems } from "./queue-view.ts";
import { countFiles, queueShare, queueWords, spokenQueueWords } from "./queue-words.ts";

const settings = SCENES.off?.settings ?? expect.fail("the gallery lost its settings");
const failed: FileState = { phase: "failed", problem: { code: "file-not-audio", details: {} } };
const lost: FileState = { phase: "failed", problem: { code: "worker-died", details: {} } };
const WAITING: FileState = { phase: "waiting" };

function file(path: string, score: number | null, state: FileState = { phase: "done", damage: null }): FileEntry {
  const heard = heardFile(path, path, 4);
  if (score === null) return { ...heard, state, track: null, clip: [], durationS: null };
  const clip = [
    { label: score > 0.6 ? "rain" : "dog", score },
    { label: "flute", score: 1 - score },
  ];
  return { ...heard, state, clip: clip.sort((a, b) => b.score - a.score) };
}

const FILES = [
  file("b/10.wav", 0.9),
  file("b/9.wav", 0.3),
  file("a.wav", null, failed),
  file("b/2.wav", 0.55),
  file("c/1.wav", null, WAITING),
];
const items = (label: string | null = null) => FILES.map((entry, place) => queueItem(entry, place, label, settings));
const paths = (shown: readonly { readonly file: FileEntry }[]) => shown.map(({ file: { path } }) => path);
const sorted = (column: QueueColumn, descending: boolean) => paths(sortItems(items(), { column, descending }));

describe("the order of the queue", () => {
  it("is as added, by name as people count, or by score with the unheard last either way", () => {
    expect(paths(sortItems(items(), AS_ADDED))).toEqual(paths(items()));
    expect(sorted("name", false)).toEqual(["a.wav", "b/2.wav", "b/9.wav", "b/10.wav", "c/1.wav"]);
    expect(sorted("score", true)).toEqual(["b/10.wav", "b/9.wav", "b/2.wav", "a.wav", "c/1.wav"]);
    expect(sorted("score", false)).toEqual(["b/2.wav", "b/9.wav", "b/10.wav", "a.wav", "c/1.wav"]);
    expect(sorted("length", true).slice(3)).toEqual(["a.wav", "c/1.wav"]);
  });

  it("goes from one way to the other and back to the queue's own", () => {
    const once = nextOrder(AS_ADDED, "score");
    expect([once.descending, nextOrder(once, "score").descending]).toEqual([true, false]);
    expect(nextOrder(nextOrder(once, "score"), "score")).toEqual(AS_ADDED);
    expect(nextOrder(once, "name")).toEqual({ column: "name", descending: false });
  });

  it("keeps up with thousands of files", () => {
    const one = file("x/0.wav", null);
    const many = Array.from({ length: 5000 }, (_, place) =>
      queueItem({ ...one, path: `x/${(place * 7919) % 5000}.wav` }, place, null, settings),
    );
    const byName = paths(sortItems(many, { column: "name", descending: false }));
    expect(byName.slice(0, 3)).toEqual(["x/0.wav", "x/1.wav", "x/2.wav"]);
    expect(byName.at(-1)).toBe("x/4999.wav");
  });
});

describe("what is shown", () => {
  it("is found by parts of its path, by state, by score", () => {
    expect(paths(filterItems(items(), { ...NO_FILTER, text: "B/ 9" }))).toEqual(["b/9.wav"]);
    expect(paths(filterItems(items(), { ...NO_FILTER, phase: "failed" }))).toEqual(["a.wav"]);
    expect(paths(filterItems(items(), { ...NO_FILTER, minScore: 0.6 }))).toEqual(["b/10.wav", "b/9.wav"]);
    expect(filterItems(items(), NO_FILTER)).toHaveLength(5);
  });

  it("is asked by one label's score where a label is chosen", () => {
    const shown = filterItems(items("flute"), { ...NO_FILTER, label: "flute", minScore: 0.4 });
    expect(shown.map(({ file: { path }, score }) => [path, score?.toFixed(2)])).toEqual([
      ["b/9.wav", "0.70"],
      ["b/2.wav", "0.45"],
    ]);
  });

  it("offers first the labels that were heard, the commonest before the others", () => {
    const { heard, others } = labelChoices(FILES, 0.5);
    expect(heard).toEqual([
      { label: "dog", files: 1 },
      { label: "flute", files: 1 },
      { label: "rain", files: 1 },
    ]);
    expect(others).toContain("violin");
    expect(others).not.toContain("rain");
  });
});

describe("rows", () => {
  it("know their folders and leave the shared ones unsaid", () => {
    expect([folderOf(file("a/b/1.wav", 1)), folderOf(file("1.wav", 1))]).toEqual(["a/b", ""]);
    expect(sharedFolder([file("a/b/1.wav", 1), file("a/b/c/2.wav", 1)])).toBe("a/b/");
    expect(sharedFolder([file("a/b/1.wav", 1), file("a/bc/2.wav", 1)])).toBe("a/");
    expect([sharedFolder(FILES), sharedFolder([])]).toEqual(["", ""]);
  });

  it("offer another run only where it may end otherwise", () => {
    const again = (state: FileState, more: Partial<FileEntry> = {}) =>
      worthRunning({ ...file("x.wav", 1, state), ...more }, "everyday-sounds");
    expect([again(failed), again(lost), again({ phase: "cancelled" })]).toEqual([false, true, true]);
    expect(again({ phase: "done", damage: null })).toBe(false);
    expect(again({ phase: "done", damage: null }, { modelId: "spoken-digits" })).toBe(true);
    expect(again(lost, { hasSound: false })).toBe(false);
  });
});

describe("how far the queue is", () => {
  it("is said with what failed and the time that is left", () => {
    const counts = countFiles(FILES);
    const words = (paused: boolean, leftS: number | null) => queueWords(counts, { paused, leftS }, "ready");
    expect(words(false, 78)).toEqual(["3 of 5 done", "1 failed", "about 1:20 left"]);
    expect(words(false, 3)).toContain("a few seconds left");
    expect(words(false, null)).toEqual(["3 of 5 done", "1 failed"]);
    expect(words(true, 78)).toEqual(["3 of 5 done", "1 failed", "paused"]);
    expect(queueWords(counts, { paused: false, leftS: 9 }, "loading")).toContain("waiting for the model");
    expect(queueWords(countFiles(FILES.slice(0, 2)), { paused: false, leftS: null }, "ready")).toEqual([
      "2 files done",
    ]);
  });

  it("is spoken without the clock, and not for what was only kept", () => {
    expect(spokenQueueWords(FILES)).toBe("3 of 5 done, 1 failed.");
    expect(spokenQueueWords(FILES.slice(0, 1))).toBe("10.wav is done.");
    expect(spokenQueueWords(FILES.map((entry) => ({ ...entry, hasSound: false })))).toBeNull();
  });

  it("counts the seconds of the running file", () => {
    const half: FileState = { phase: "running", doneS: 5, durationS: 10 };
    expect(queueShare([file("a", 1), file("b", null, half)])).toBe(0.75);
    expect(queueShare([])).toBe(0);
  });
});

describe("failures", () => {
  const batch = (states: readonly FileState[]) => states.map((state, i) => file(`${i}.wav`, null, state));

  it("are said at once, but not fifty of them", () => {
    const failures = new LoudFailures();
    failures.update(batch(Array(50).fill(WAITING)));
    expect([...failures.update(batch([failed, ...Array(49).fill(WAITING)]))]).toEqual(["0.wav"]);
    const all = failures.update(batch(Array(50).fill(failed)));
    expect([...all]).toEqual(["0.wav", "1.wav", "2.wav"]);
    expect(failures.update(batch(Array(50).fill(failed)))).toBe(all);
    // The next run may speak again.
    const next = failures.update([...batch(Array(50).fill(failed)), file("new.wav", null, failed)]);
    expect(next.has("new.wav")).toBe(true);
  });

  it("of an earlier visit are silent", () => {
    expect(new LoudFailures().update(batch([failed, failed])).size).toBe(0);
  });

  it("do not stay selected where something can be heard", () => {
    const bad = file("bad.wav", null, failed);
    const good = file("good.wav", 0.9);
    expect(betterSelection([bad, good], "bad.wav")).toBe("good.wav");
    expect(betterSelection([bad, file("next.wav", null, WAITING)], "bad.wav")).toBeNull();
    expect(betterSelection([file("soon.wav", null, WAITING), good], "soon.wav")).toBeNull();
    expect(betterSelection([good, bad], "good.wav")).toBeNull();
  });
});
