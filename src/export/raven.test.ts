import { describe, expect, it } from "vitest";
import { HOSTILE_TEXTS, hostileReport, report } from "./fixtures.ts";
import { fitsOneTable, ravenTable } from "./raven.ts";

/** As Raven reads a table: a header of tab-separated names, then as many fields in every line. */
function readBack(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t"));
  for (const row of rows) expect(row).toHaveLength(header.length);
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

describe("ravenTable", () => {
  it("has Raven's own columns by their names", () => {
    const [row] = readBack(ravenTable([report("yard/a.wav")]));
    expect(row).toEqual({
      Selection: "1",
      View: "Spectrogram 1",
      Channel: "1",
      "Begin Time (s)": "0.000022676",
      "End Time (s)": "1.000022676",
      "Low Freq (Hz)": "0",
      "High Freq (Hz)": "22050",
      "Begin File": "a.wav",
      "File Offset (s)": "0.000022676",
      Label: "dog",
      Peak: "0.9",
      Mean: "0.30000000000000004",
    });
  });

  it("lays the files of a queue one after another and numbers all selections through", () => {
    const rows = readBack(ravenTable([report("a.wav"), report("b.wav", { durationS: null })]));
    expect(rows.map((row) => row.Selection)).toEqual(["1", "2", "3", "4"]);
    expect(rows.map((row) => row["Begin File"])).toEqual(["a.wav", "a.wav", "b.wav", "b.wav"]);
    expect(Number(rows[3]?.["Begin Time (s)"])).toBeCloseTo(20 + 100_003 / 44100, 6);
    expect(Number(rows[3]?.["File Offset (s)"])).toBeCloseTo(100_003 / 44100, 6);
  });

  it("refuses a queue in which a place can't be known", () => {
    const reports = [report("a.wav", { durationS: null }), report("b.wav")];
    expect(fitsOneTable(reports)).toBe(false);
    expect(() => ravenTable(reports)).toThrow(/durations/);
  });

  it("keeps every label in its field, with its own words, and every path in its own", () => {
    for (const path of HOSTILE_TEXTS) {
      const rows = readBack(ravenTable([hostileReport(path)]));
      expect(rows.map((row) => row.Label)).toEqual(
        HOSTILE_TEXTS.map((label) => label.replace(/[\t\r\n\u0085\u2028\u2029]+/g, " ")),
      );
    }
  });

  it("is a header alone where nothing was heard", () => {
    expect(ravenTable([report("a.wav", { events: [] })]).split("\n")).toHaveLength(2);
  });
});
