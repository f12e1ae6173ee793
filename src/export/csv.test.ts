import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvText, eventsCsv, summaryCsv } from "./csv.ts";
import { HOSTILE_TEXTS, hostileReport, report } from "./fixtures.ts";

function readBack(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, delimiter: ",", newline: "\r\n" });
  expect(errors.filter(({ type }) => type !== "FieldMismatch")).toEqual([]);
  return data.slice(0, -1);
}

describe("eventsCsv", () => {
  it("has the header, and a line for each event of each file in order", () => {
    const lines = eventsCsv([report("a.wav"), report("b.wav", { events: [] }), report("c.wav")]).split("\r\n");
    expect(lines[0]).toBe("file,start,end,label,peak,mean");
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["a.wav", "a.wav", "c.wav", "c.wav", ""]);
  });

  it("gives times and scores that read back as the same float64", () => {
    const given = report("a.wav");
    const rows = readBack(eventsCsv([given]));
    rows.forEach((row, i) => {
      const { startSample, endSample, sampleRateHz, peak, mean } = given.events[i] ?? {};
      expect(Number(row.start)).toBe((startSample ?? NaN) / (sampleRateHz ?? NaN));
      expect(Math.round(Number(row.end) * 44100)).toBe(endSample);
      expect(Number(row.peak)).toBe(peak);
      expect(Number(row.mean)).toBe(mean);
    });
    expect(rows).toHaveLength(2);
  });

  it("gives every label and path back as it was", () => {
    for (const path of HOSTILE_TEXTS) {
      const rows = readBack(eventsCsv([hostileReport(path)]));
      expect(rows.map(({ label }) => label)).toEqual(HOSTILE_TEXTS);
      expect(new Set(rows.map(({ file }) => file))).toEqual(new Set([path]));
    }
  });

  it("quotes what RFC 4180 says and nothing else", () => {
    expect(csvText([["a", "b,c", 'd"e', "f\ng", "", " h ", null, -1.5]])).toBe('a,"b,c","d""e","f\ng",, h ,,-1.5\r\n');
  });

  it("is the header alone where nothing was heard", () => {
    expect(eventsCsv([])).toBe("file,start,end,label,peak,mean\r\n");
  });
});

describe("summaryCsv", () => {
  it("is a line a file with the best label and a column a label", () => {
    const other = { model: "m2", durationS: null, clip: [{ label: "frog, green", score: 0.5 }] };
    expect(summaryCsv([report("a.wav"), report("b.wav", other)])).toBe(
      'file,model,duration,top_label,top_score,dog,cat,"frog, green"\r\n' +
        "a.wav,org/model,20,cat,0.75,0.25,0.75,\r\n" +
        'b.wav,m2,,"frog, green",0.5,,,0.5\r\n',
    );
  });

  it("leaves a file without a result empty, and takes the greater of two labels of one name", () => {
    const twice = [
      { label: "dog", score: -2 },
      { label: "dog", score: -1 },
    ];
    const text = summaryCsv([report("a.wav", { clip: [] }), report("b.wav", { clip: twice })]);
    expect(text).toContain("a.wav,org/model,20,,,\r\n");
    expect(text).toContain("b.wav,org/model,20,dog,-1,-1\r\n");
  });
});
