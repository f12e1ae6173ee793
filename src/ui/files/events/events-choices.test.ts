import { describe, expect, it } from "vitest";
import { eventItems } from "./event-list.ts";
import { stepTo } from "./event-steps.ts";
import { chooseLabels } from "./label-choice.ts";
import { nearestScore } from "./why-none.ts";

describe("steps through events", () => {
  const events = Array.from({ length: 25 }, (_, i) => {
    return { label: 0, startSample: i, endSample: i + 1, peak: 1, mean: 1 };
  });
  const items = eventItems(events, ["dog"], 1);
  const go = (from: number, key: string) => {
    const item = items[from];
    return item === undefined ? undefined : stepTo(items, item, key)?.index;
  };

  it("go by one, by ten and to the ends, and no further", () => {
    expect(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"].map((key) => go(12, key))).toEqual([
      ...[13, 11, 22, 2, 0, 24],
    ]);
    expect([go(24, "ArrowDown"), go(0, "ArrowUp"), go(24, "PageDown")]).toEqual([undefined, undefined, 24]);
  });

  it("leave other keys alone", () => {
    const [first] = items;
    expect(first && stepTo(items, first, "a")).toBeUndefined();
    expect(first && stepTo(items, first, "ArrowUp")).toBeNull();
  });
});

describe("labels whose thresholds are shown", () => {
  const many = Array.from({ length: 527 }, (_, index) => `sound_${index}`);

  it("are all of a small model, in the given order", () => {
    expect(chooseLabels(["dog", "rain"], new Set(), "")).toEqual({ shown: ["dog", "rain"], more: 0 });
  });

  it("are the best of a large one, and what matters", () => {
    const { shown } = chooseLabels(many, new Set(["sound_400"]), "");
    expect(shown).toHaveLength(11);
    expect(shown).toContain("sound_400");
  });

  it("are found as they are read, and the rest is counted", () => {
    expect(chooseLabels(many, new Set(), "Sound 52").shown).toContain("sound_526");
    expect(chooseLabels(many, new Set(), "sound")).toMatchObject({ more: 497 });
  });
});

describe("why there is no event", () => {
  const track = {
    ...{ sampleRateHz: 1, numLabels: 2, count: 2 },
    ...{ starts: Float64Array.of(0, 1), ends: Float64Array.of(1, 2), scores: Float32Array.of(0.25, 0.5, 0.125, 0.75) },
  };

  it("names the score that came nearest to its own threshold", () => {
    expect(nearestScore(track, ["dog", "rain"], [0.3, 0.9])).toEqual({ label: "dog", score: 0.25, threshold: 0.3 });
    expect(nearestScore(track, ["dog", "rain"], [null, 0.9])).toMatchObject({ label: "rain", score: 0.75 });
    expect(nearestScore(track, ["dog", "rain"], [null, null])).toBeNull();
  });
});
