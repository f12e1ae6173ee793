import { describe, expect, it } from "vitest";
import { type EventRules, findEvents } from "./events.ts";
import type { ScoreTrack } from "./score-track.ts";

const RATE_HZ = 16_000;
const QUIET = 0.001;
const RULES = { releaseShare: 0.4, minDurationS: 0.3, mergeGapS: 1 };

/** Windows of 2 s every `hopS`; row by row one label's scores. */
function trackOf(rows: readonly (readonly number[])[], hopS = 0.5, windowS = 2): ScoreTrack {
  const count = rows[0]?.length ?? 0;
  const starts = Float64Array.from({ length: count }, (_, w) => w * hopS * RATE_HZ);
  return {
    sampleRateHz: RATE_HZ,
    numLabels: rows.length,
    count,
    starts,
    ends: starts.map((start) => start + windowS * RATE_HZ),
    scores: Float32Array.from(
      { length: count * rows.length },
      (_, i) => rows[i % rows.length]?.[Math.floor(i / rows.length)] ?? 0,
    ),
  };
}

/** Events of one label in seconds. */
function found(scores: readonly number[], rules: Partial<EventRules> = {}, track = trackOf([scores])) {
  return findEvents(track, { thresholds: [0.5], ...RULES, ...rules }).map(({ startSample, endSample }) => [
    startSample / RATE_HZ,
    endSample / RATE_HZ,
  ]);
}

/** What windows of 2 s every 0.5 s score of a sound that they hear from the moment on when a third of them is filled. */
function scoresOfSound(startS: number, endS: number, windows = 40): number[] {
  const needed = Math.min(endS - startS, 2 / 3);
  return Array.from({ length: windows }, (_, w) => {
    const filled = Math.min(endS, w / 2 + 2) - Math.max(startS, w / 2);
    return filled >= needed - 1e-9 ? 0.95 : QUIET;
  });
}

const quiet = (windows: number) => Array<number>(windows).fill(QUIET);

describe("findEvents", () => {
  it.each([
    [0.1, 7.3],
    [0.3, 7.0],
    [1, 8.21],
    [2, 6.66],
    [5, 7.49],
    [9, 5.0],
  ])("places a sound of %f s that begins at %f s", (lengthS, startS) => {
    const events = found(scoresOfSound(startS, startS + lengthS));
    // Half a hop, and what a sound lacks to fill a third of a window: shorter ones look as long as that.
    const mostS = 0.25 + Math.max(0, 2 / 3 - lengthS) + 0.001;
    expect(events).toHaveLength(1);
    expect(Math.abs((events[0]?.[0] ?? 0) - startS)).toBeLessThan(mostS);
    expect(Math.abs((events[0]?.[1] ?? 0) - startS - lengthS)).toBeLessThan(mostS);
  });

  it("lasts, to both sides, while the score is above the release level", () => {
    const scores = [...quiet(6), 0.3, 0.9, 0.9, 0.3, ...quiet(6)];
    const [wide, narrow] = [found(scores)[0], found(scores, { releaseShare: 1 })[0]];
    expect((wide?.[1] ?? 0) - (wide?.[0] ?? 0)).toBeGreaterThan((narrow?.[1] ?? 0) - (narrow?.[0] ?? 0));
    expect(found([...quiet(6), 0.3, 0.4, 0.49, 0.3, ...quiet(6)])).toEqual([]);
  });

  it("does not believe one stray window among overlapping ones, but one that overlaps no other", () => {
    const scores = [...quiet(4), 0.9, ...quiet(4)];
    expect(found(scores)).toEqual([]);
    expect(found(scores, {}, trackOf([scores], 2))).toHaveLength(1);
  });

  it("bridges short gaps and drops short events", () => {
    const scores = [...quiet(4), 0.9, 0.9, 0.9, 0.9, QUIET, 0.9, 0.9, 0.9, 0.9, ...quiet(4)];
    expect(found(scores, { mergeGapS: 0 })).toHaveLength(2);
    expect(found(scores, { mergeGapS: 1.2 })).toHaveLength(1);
    expect(found(scores, { mergeGapS: 0, minDurationS: 3 })).toEqual([]);
  });

  it("loses nothing at the ends: an event of the first or last window reaches the file's end", () => {
    expect(found([0.9, ...quiet(9)])[0]?.[0]).toBe(0);
    const last = [...quiet(9), 0.9];
    expect(found(last)[0]?.[1]).toBe(6.5);
    // The last window is aligned to the end: here 0.1 s after the one before.
    const aligned = trackOf([last]);
    aligned.starts[9] = 4.1 * RATE_HZ;
    aligned.ends[9] = 6.1 * RATE_HZ;
    expect(found(last, {}, aligned)[0]?.[1]).toBe(6.1);
  });

  it("gives a file of one window as one event", () => {
    expect(found([0.9])).toEqual([[0, 2]]);
    expect(found([])).toEqual([]);
  });

  it("stays within what its windows heard, where windows leave gaps", () => {
    const scores = [QUIET, 0.9, QUIET];
    const [event] = found(scores, {}, trackOf([scores], 6));
    expect(event?.[0]).toBeGreaterThanOrEqual(6);
    expect(event?.[1]).toBeLessThanOrEqual(8);
  });

  it("gives whole samples, the peak and the mean with what was bridged", () => {
    const scores = [...quiet(4), 0.9, 0.9, 0.9, 0.9, 0, 0.6, 0.6, 0.6, 0.6, ...quiet(4)];
    const [event] = findEvents(trackOf([scores]), { thresholds: [0.5], ...RULES, mergeGapS: 2 });
    expect(event?.peak).toBeCloseTo(0.9, 6);
    expect(event?.mean).toBeCloseTo(6 / 9, 6);
    expect(Number.isInteger(event?.startSample) && Number.isInteger(event?.endSample)).toBe(true);
  });

  it("asks every label for its own threshold, and none where there is none; sorts by start, then label", () => {
    const early = [...quiet(2), 0.7, 0.7, 0.7, ...quiet(15)];
    const late = [...quiet(12), 0.7, 0.7, 0.7, ...quiet(5)];
    const labels = (...thresholds: (number | null)[]) =>
      findEvents(trackOf([late, early, late]), { ...RULES, thresholds }).map(({ label }) => label);
    expect(labels(0.5, 0.5, 0.5)).toEqual([1, 0, 2]);
    expect(labels(0.8, 0.5, null)).toEqual([1]);
    expect(() => labels(0.5)).toThrow(RangeError);
  });

  it("finds the same events in logits as in their probabilities, negative thresholds included", () => {
    const scores = [...quiet(6), 0.05, 0.2, 0.4, 0.4, 0.2, 0.05, ...quiet(6)];
    const logits = scores.map((score) => Math.log(score / (1 - score)));
    expect(found(logits, { thresholds: [Math.log(0.3 / 0.7)] })).toEqual(found(scores, { thresholds: [0.3] }));
    expect(found(scores, { thresholds: [0.3] })).toHaveLength(1);
  });

  it("keeps its hysteresis where the label is heard all along", () => {
    const scores = Array.from({ length: 40 }, (_, w) => (w % 10 < 8 ? 0.9 : 0.4));
    expect(found(scores, { mergeGapS: 0 })).toHaveLength(1);
  });

  it("gives an event the times of its sound where its loudness is known, and each part its own scores", () => {
    const scores = [...quiet(16), 0.6, 0.7, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 0.8, ...quiet(20)];
    const levels = new Uint8Array(250).fill(140);
    levels.fill(190, 92, 97).fill(190, 120, 131);
    const rules = { thresholds: [0.5], ...RULES };
    const events = findEvents(trackOf([scores]), rules, { levelS: 0.1, levels });
    const inS = events.map(({ startSample, endSample }) => [startSample / RATE_HZ, endSample / RATE_HZ]);
    expect(inS).toEqual([
      [9.2, 9.7],
      [12, 13.1],
    ]);
    expect(events.map(({ peak }) => peak.toFixed(1))).toEqual(["0.7", "0.9"]);
    expect(findEvents(trackOf([scores]), { ...rules, minDurationS: 0.8 }, { levelS: 0.1, levels })).toHaveLength(1);
  });

  it("takes an hour of 527 labels at once", () => {
    const [count, numLabels] = [7_200, 527];
    const starts = Float64Array.from({ length: count }, (_, w) => w * 8_000);
    const ends = starts.map((start) => start + 32_000);
    const scores = new Float32Array(count * numLabels).fill(QUIET);
    // Forty labels are heard every half minute.
    for (let w = 100; w < count; w++) if (w % 60 < 8) scores.fill(0.9, w * numLabels, w * numLabels + 40);
    const track = { sampleRateHz: RATE_HZ, numLabels, count, starts, ends, scores };
    const rules = { ...RULES, thresholds: Array<number>(numLabels).fill(0.5) };
    const tookMs = [1, 2, 3, 4, 5].map(() => {
      const beforeMs = performance.now();
      expect(findEvents(track, rules)).toHaveLength(40 * 118);
      return performance.now() - beforeMs;
    });
    // About 10 ms alone; other tests share the processor.
    expect(Math.min(...tookMs)).toBeLessThan(50);
  });
});
