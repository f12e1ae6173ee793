import { describe, expect, it } from "vitest";
import { arrange, eventItems, labelCounts, nextOrder, sameEvent } from "./event-list.ts";
import { clipName, formatExactTime } from "./event-words.ts";

const EVENTS = [
  { label: 0, startSample: 8_000, endSample: 24_000, peak: 0.7, mean: 0.6 },
  { label: 1, startSample: 16_000, endSample: 20_000, peak: 0.9, mean: 0.5 },
  { label: 0, startSample: 64_000, endSample: 72_001, peak: 0.9, mean: 0.8 },
];
const ITEMS = eventItems(EVENTS, ["rain", "dog"], 16_000);

describe("exact times", () => {
  it("are given to the millisecond", () => {
    expect([0, 12.5, 59.9996, 61.0625, 3723.004].map(formatExactTime)).toEqual([
      "0:00.000",
      "0:12.500",
      "1:00.000",
      "1:01.063",
      "1:02:03.004",
    ]);
  });

  it("name a clip in a way that every file system takes", () => {
    expect(clipName("walks/rain.mp3", 12.5, 14.2, "dog")).toBe("rain 0-12.500\u20130-14.200 dog.wav");
    expect(clipName("a.wav", 0, 1, "Fart/flatulence: loud?")).toBe(
      "a 0-00.000\u20130-01.000 Fart_flatulence_ loud_.wav",
    );
  });
});

describe("event rows", () => {
  const places = (label: string | null, order: Parameters<typeof arrange>[2]) =>
    arrange(ITEMS, label, order).map(({ index }) => index);

  it("keep exact seconds and the place among all events", () => {
    expect(ITEMS[2]).toMatchObject({ index: 2, startS: 4, endS: 72_001 / 16_000, label: "rain" });
  });

  it("are filtered by label and sorted, equals by time", () => {
    expect(places(null, { column: "peak", descending: true })).toEqual([1, 2, 0]);
    expect(places(null, { column: "label", descending: false })).toEqual([1, 0, 2]);
    expect(places("rain", { column: "start", descending: true })).toEqual([2, 0]);
  });

  it("turn round at a second press; scores begin with the greatest", () => {
    const byPeak = nextOrder({ column: "start", descending: false }, "peak");
    expect(byPeak).toEqual({ column: "peak", descending: true });
    expect(nextOrder(byPeak, "peak").descending).toBe(false);
  });

  it("are counted by label", () => {
    expect(labelCounts(ITEMS)).toEqual([
      ["dog", 1],
      ["rain", 2],
    ]);
  });

  it("are found again after the rules changed, by label and overlap", () => {
    const before = { index: 7, label: "rain", startS: 4.2, endS: 9, peak: 1, mean: 1 };
    expect(sameEvent(ITEMS, before)?.index).toBe(2);
    expect(sameEvent(ITEMS, { ...before, label: "dog" })).toBeNull();
  });
});
