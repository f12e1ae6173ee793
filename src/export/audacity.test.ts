import { describe, expect, it } from "vitest";
import { audacityLabels } from "./audacity.ts";
import { event, hostileReport, report } from "./fixtures.ts";

/** As Audacity reads a label track: lines, tabs, start and end as numbers, all after the second tab the title. */
function readBack(text: string): { start: number; end: number; title: string }[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const fields = line.split("\t");
      expect(fields).toHaveLength(3);
      const [start, end, title] = fields as [string, string, string];
      for (const time of [start, end]) expect(time).toMatch(/^\d+\.\d{6,}$/);
      return { start: Number(start), end: Number(end), title };
    });
}

describe("audacityLabels", () => {
  it("gives times from which the sample is found again, hours in and at the highest rates", () => {
    const rate = { sampleRateHz: 384_000 };
    const given = report("a.wav", { events: [event("bat", 1, 2, rate), event("bat", 8e9 + 1, 8e9 + 3, rate)] });
    const labels = readBack(audacityLabels(given));
    expect(labels.map(({ start, end }) => [Math.round(start * 384_000), Math.round(end * 384_000)])).toEqual([
      [1, 2],
      [8e9 + 1, 8e9 + 3],
    ]);
  });

  it("keeps every label on its line, with its own words", () => {
    const { events } = hostileReport();
    const labels = readBack(audacityLabels(hostileReport()));
    expect(labels.map(({ title }) => title)).toEqual(
      events.map(({ label }) => label.replace(/[\t\r\n\u0085\u2028\u2029]+/g, " ")),
    );
    expect(labels.map(({ start }) => Math.round(start * 44100))).toEqual(events.map(({ startSample }) => startSample));
  });

  it("is nothing where nothing was heard", () => {
    expect(audacityLabels(report("a.wav", { events: [] }))).toBe("");
  });
});
