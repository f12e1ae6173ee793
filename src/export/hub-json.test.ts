import { describe, expect, it } from "vitest";
import { HOSTILE_TEXTS, hostileReport, report } from "./fixtures.ts";
import { hubJson } from "./hub-json.ts";

describe("hubJson", () => {
  it("is the Hub's answer with times, for one file", () => {
    expect(JSON.parse(hubJson([report("yard/a.wav")]))).toEqual({
      ...{ file: "yard/a.wav", model: "org/model", function: "sigmoid", duration: 20 },
      clip: [
        { label: "cat", score: 0.75 },
        { label: "dog", score: 0.25 },
      ],
      events: [
        { label: "dog", score: 0.9, mean: 0.1 + 0.2, start: 1 / 44100, end: 44101 / 44100 },
        { label: "cat", score: 1e-7, mean: 5e-324, start: 100_003 / 44100, end: 150_007 / 44100 },
      ],
    });
  });

  it("is an array for a queue", () => {
    const answers: unknown = JSON.parse(hubJson([report("a.wav"), report("b.wav", { durationS: null })]));
    expect(answers).toMatchObject([{ file: "a.wav" }, { file: "b.wav", duration: null }]);
    expect(JSON.parse(hubJson([]))).toEqual([]);
  });

  it("gives every label back as it was", () => {
    const { events } = JSON.parse(hubJson([hostileReport()])) as { events: { label: string }[] };
    expect(events.map(({ label }) => label)).toEqual(HOSTILE_TEXTS);
  });

  it("doesn't sort the caller's own list", () => {
    const given = report("a.wav");
    hubJson([given]);
    expect(given.clip.map(({ label }) => label)).toEqual(["dog", "cat"]);
  });
});
