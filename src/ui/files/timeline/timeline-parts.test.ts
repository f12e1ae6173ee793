import { describe, expect, it } from "vitest";
import type { ScoreTrack } from "../../../scores/score-track.ts";
import type { Overview } from "../../../signal/overview.ts";
import { bestAt, positionWords } from "./moment-words.ts";
import { dragged, grabAt } from "./overview-grab.ts";
import { chooseRibbons } from "./ribbon-choice.ts";
import { ribbonHeights } from "./ribbon-shape.ts";
import { exactTime, timeTicks } from "./time-ticks.ts";
import { timelineCommand } from "./timeline-keys.ts";
import { loudestDb, waveformHeights } from "./waveform-shape.ts";

/** One label; windows of `lengthS` every second at 10 Hz. */
function trackOf(scores: readonly number[], lengthS: number): ScoreTrack {
  return {
    sampleRateHz: 10,
    numLabels: 1,
    count: scores.length,
    starts: Float64Array.from(scores, (_, window) => window * 10),
    ends: Float64Array.from(scores, (_, window) => (window + lengthS) * 10),
    scores: Float32Array.from(scores),
  };
}

const heights = (track: ScoreTrack | null, fromS: number, toS: number, pixels: number) =>
  [...ribbonHeights(track, 0, { fromS, toS }, new Float32Array(pixels).fill(7))].map((h) => Number(h.toFixed(1)));
const NONE = Number.NEGATIVE_INFINITY;

describe("ribbons", () => {
  const track = trackOf([0.1, 0.9, 0.2], 2);

  it("give each pixel the highest score of the cells that touch it, from end to end", () => {
    expect(heights(track, 0, 4, 8)).toEqual([0.1, 0.1, 0.1, 0.9, 0.9, 0.2, 0.2, 0.2]);
    expect(heights(track, 0, 4, 3)).toEqual([0.1, 0.9, 0.2]);
  });

  it("show a part of the file, and no score where no window lies", () => {
    expect(heights(track, 1, 3, 4)).toEqual([0.1, 0.9, 0.9, 0.2]);
    expect(heights(track, 3, 5, 4)).toEqual([0.2, 0.2, NONE, NONE]);
    expect(heights(null, 0, 1, 2)).toEqual([NONE, NONE]);
    expect(heights(trackOf([-3], 1), 0, 1, 1)).toEqual([-3]);
  });

  it("never lose a short sound in a long file", () => {
    const scores = Array.from({ length: 10_000 }, (_, window) => (window === 5000 ? 1 : 0));
    expect(Math.max(...heights(trackOf(scores, 1), 0, 10_000, 100))).toBe(1);
  });

  const labels = ["rain", "dog", "clock", "speech"];
  const clip = [0.8, 0.2, 0.5, 0.1].map((score, label) => ({ label: labels[label] ?? "", score }));
  clip.sort((a, b) => b.score - a.score);
  const event = (label: number) => ({ label, startSample: 0, endSample: 1, peak: 1, mean: 1 });

  it("belong to labels with events first, then to the clip's best", () => {
    expect(chooseRibbons(labels, clip, [], 2)).toEqual([0, 2]);
    expect(chooseRibbons(labels, clip, [event(1)], 3)).toEqual([1, 0, 2]);
    expect(chooseRibbons(labels, clip, [event(3), event(1), event(0)], 1)).toEqual([0, 1, 3]);
    expect(chooseRibbons(labels, [], [], 5)).toEqual([]);
  });

  it("keep their rows while the file is still being heard", () => {
    expect(chooseRibbons(labels, clip, [event(1)], 3, [0, 2, 3])).toEqual([0, 2, 1]);
    expect(chooseRibbons(labels, clip, [], 3, [2])).toEqual([2, 0, 1]);
  });
});

describe("time axis", () => {
  const texts = (fromS: number, toS: number, pixels: number) =>
    timeTicks({ fromS, toS }, pixels).map(({ text }) => text);

  it("is marked in round steps that leave room", () => {
    expect(texts(0, 60, 400)).toEqual(["0:00", "0:15", "0:30", "0:45", "1:00"]);
    expect(texts(3, 7200, 320)).toEqual(["30:00", "1:00:00", "1:30:00", "2:00:00"]);
  });

  it("has as many decimals as its step", () => {
    expect(texts(61, 62, 400)).toEqual(["1:01.0", "1:01.2", "1:01.4", "1:01.6", "1:01.8", "1:02.0"]);
    expect(texts(0.1, 0.3, 320)).toEqual(["0:00.10", "0:00.15", "0:00.20", "0:00.25", "0:00.30"]);
    expect([exactTime(59.999), exactTime(0.07)]).toEqual(["1:00.00", "0:00.07"]);
  });
});

describe("waveform", () => {
  const overview = (peaks: number[]): Overview => ({
    binS: 1,
    count: peaks.length,
    peaks: Float32Array.from(peaks),
    columnS: 1,
    columnCount: 0,
    columns: new Uint8Array(),
    levelS: 0.1,
    levels: new Uint8Array(),
  });
  const shape = (peaks: number[], durationS: number, pixels: number) =>
    [...waveformHeights(overview(peaks), durationS, new Float32Array(pixels))].map((h) => Number(h.toFixed(2)));

  it("shows the highest peak that touches a pixel, and nothing that was not read", () => {
    expect(shape([0, 1, 0, 0], 8, 4)).toEqual([1, 0, -1, -1]);
    expect(shape([1, 0], 2, 4)).toEqual([1, 1, 0, 0]);
  });

  it("lifts quiet recordings, but silence to nothing", () => {
    expect(shape([0.1, 0.01], 2, 2)).toEqual([1, 0.25]);
    expect(shape([0.0005], 1, 1)).toEqual([0.06]);
    expect(loudestDb(overview([0.1, 0.5]))).toBeCloseTo(-6.02, 2);
    expect([loudestDb(overview([0])), loudestDb(null)]).toEqual([-100, null]);
  });
});

describe("overview", () => {
  it("is taken by its edges first, from outside further than from inside", () => {
    expect([90, 100, 150, 195, 210, 230].map((x) => grabAt(x, 100, 200, false))).toEqual([
      "left",
      "left",
      "inside",
      "right",
      "right",
      "outside",
    ]);
    expect(grabAt(102, 100, 104, false)).toBe("inside");
    expect(grabAt(50, 0, 100, true)).toBe("span");
  });

  it("moves, stretches, calls and draws", () => {
    const shown = { fromS: 10, toS: 20 };
    expect(dragged("left", shown, 10, 15, 60)).toEqual({ fromS: 15, toS: 20 });
    expect(dragged("left", shown, 10, 25, 60)).toEqual({ fromS: 20, toS: 25 });
    expect(dragged("right", shown, 20, 90, 60)).toEqual({ fromS: 10, toS: 60 });
    expect(dragged("inside", shown, 12, 42, 60)).toEqual({ fromS: 40, toS: 50 });
    expect(dragged("outside", shown, 40, 40, 60)).toEqual({ fromS: 35, toS: 45 });
    expect(dragged("span", { fromS: 0, toS: 60 }, 30, 20, 60)).toEqual({ fromS: 20, toS: 30 });
  });
});

describe("words and keys", () => {
  const track: ScoreTrack = { ...trackOf([0, 0], 1), numLabels: 3, scores: Float32Array.of(0.1, 0.9, 0.5, 0, 0, 1) };
  const labels = ["rain", "crying_baby", "dog"];

  it("name the best of a moment, and nothing beyond the last window", () => {
    expect(bestAt(track, labels, 0.5, 2).map(({ label }) => label)).toEqual(["crying_baby", "dog"]);
    expect(bestAt(track, labels, 2.5, 2)).toEqual([]);
    expect(positionWords(track, labels, 0.5, 60)).toBe("0:00 of 1:00, crying baby 0.90");
    expect(positionWords(null, labels, 0.5, 60)).toBe("0:00 of 1:00");
  });

  it("leave the browser's own shortcuts alone", () => {
    const key = (name: string, held = {}) =>
      timelineCommand({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });
    expect(key("ArrowLeft", { shiftKey: true })).toEqual({ do: "seek-by", byS: -10 });
    expect(key("PageDown")).toEqual({ do: "pan", screens: 1 });
    expect([key("+", { ctrlKey: true }), key("Tab"), key("a")]).toEqual([null, null, null]);
  });
});
