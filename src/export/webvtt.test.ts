import { describe, expect, it } from "vitest";
import { event, hostileReport, report } from "./fixtures.ts";
import { webVtt } from "./webvtt.ts";

const TIMING = /^(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})$/;

/** As the WebVTT grammar has it: signature, then blocks between blank lines, each a note or a timing and its text. */
function readBack(text: string): { startMs: number; endMs: number; text: string }[] {
  const [signature, ...blocks] = text.replace(/\n+$/, "").split(/\n{2,}/);
  expect(signature).toBe("WEBVTT");
  const cues = blocks.filter((block) => !block.startsWith("NOTE "));
  expect(blocks.length - cues.length).toBe(1);
  return cues.map((block) => {
    const [timing = "", payload = "", ...rest] = block.split("\n");
    expect(rest).toEqual([]);
    expect(payload).not.toContain("-->");
    expect(payload).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
    const parts = (TIMING.exec(timing) ?? []).slice(1).map(Number);
    expect(parts).toHaveLength(8);
    const ms = ([h = NaN, m = NaN, s = NaN, rest = NaN]: number[]): number => ((h * 60 + m) * 60 + s) * 1000 + rest;
    const unescaped = payload.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    return { startMs: ms(parts.slice(0, 4)), endMs: ms(parts.slice(4)), text: unescaped };
  });
}

describe("webVtt", () => {
  it("gives cues by start, to the millisecond", () => {
    const events = [event("late", 100_003, 150_007), event("early", 1, 44_101), event("shorter", 1, 22_050)];
    const given = report("a.wav", { events });
    expect(readBack(webVtt(given))).toEqual([
      { startMs: 0, endMs: 500, text: "shorter" },
      { startMs: 0, endMs: 1000, text: "early" },
      { startMs: 2268, endMs: 3402, text: "late" },
    ]);
  });

  it("lets the shortest event last a millisecond, also at the end of one", () => {
    const events = [event("click", 0, 1), event("click", 44_099, 44_100), event("nothing", 88_200, 88_200)];
    const cues = readBack(webVtt(report("a.wav", { events })));
    expect(cues.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 1],
      [1000, 1001],
      [2000, 2001],
    ]);
  });

  it("counts minutes and hours, a hundred of them too", () => {
    const hour = 44_100 * 3600;
    const text = webVtt(report("a.wav", { events: [event("a", hour - 22, hour), event("b", 123 * hour, 124 * hour)] }));
    expect(text).toContain("\n01:00:00.000 --> 01:00:00.001\n");
    expect(text).toContain("\n123:00:00.000 --> 124:00:00.000\n");
  });

  it("keeps every label in its cue, with its own words, whatever path and model are called", () => {
    const given = hostileReport("a-->\n\nb.wav");
    const cues = readBack(webVtt({ ...given, model: "<m>\n\n00:01.000 --> 00:02.000" }));
    expect(cues.map(({ text }) => text)).toEqual(
      given.events.map(({ label }) => label.replace(/[\t\r\n\u0085\u2028\u2029]+/g, " ")),
    );
  });

  it("is a signature and a note where nothing was heard", () => {
    expect(webVtt(report("a.wav", { events: [] }))).toBe("WEBVTT\n\nNOTE Sounds in a.wav, as heard by org/model\n");
  });
});
