import { describe, expect, it } from "vitest";
import { readManifest } from "./manifest.ts";

const pairs = (text: string): [string, string][] => readManifest(text).rows.map(({ path, label }) => [path, label]);
const DOG_AND_CAT = [
  ["audio/1.wav", "dog"],
  ["audio/2.wav", "cat"],
];

describe("readManifest", () => {
  it.each([
    ["CSV", "path,label\naudio/1.wav,dog\naudio/2.wav,cat\n"],
    ["TSV", "path\tlabel\naudio/1.wav\tdog\naudio/2.wav\tcat"],
    ["semicolons", "path;label\naudio/1.wav;dog\naudio/2.wav;cat"],
    ["CRLF and a byte order mark", "\ufeffpath,label\r\naudio/1.wav,dog\r\naudio/2.wav,cat\r\n"],
    ["old Macintosh line ends", "path,label\raudio/1.wav,dog\raudio/2.wav,cat"],
    ["other columns, other order, other case", "id,Class,fold,File_Name\n7,dog,1,audio/1.wav\n8,cat,1,audio/2.wav"],
    ["names of Hugging Face", "file_name,label\naudio/1.wav,dog\naudio/2.wav,cat"],
    ["no header", "audio/1.wav,dog\naudio/2.wav,cat"],
    ["no header, more columns", "audio/1.wav\tdog\t0.5\naudio/2.wav\tcat\t0.6"],
    ["one name unknown", "species,filename\ndog,audio/1.wav\ncat,audio/2.wav"],
    ["quotes and spaces", 'path , label\n"audio/1.wav" ,"dog"\naudio/2.wav, cat \n'.replace('" ,', '",')],
    ["blank lines", "\n\npath,label\n\naudio/1.wav,dog\n , \naudio/2.wav,cat\n\n"],
  ])("reads %s", (_, text) => {
    expect(pairs(text)).toEqual(DOG_AND_CAT);
    expect(readManifest(text).problems).toEqual([]);
  });

  it("takes ESC-50's names, not its numbers", () => {
    const text = "filename,fold,target,category,esc10,src_file,take\n1-100032-A-0.wav,1,0,dog,True,100032,A\n";
    expect(pairs(text)).toEqual([["1-100032-A-0.wav", "dog"]]);
  });

  it("takes UrbanSound8K's names", () => {
    const text = "slice_file_name,fsID,fold,classID,class\n100032-3-0-0.wav,100032,5,3,dog_bark\n";
    expect(pairs(text)).toEqual([["100032-3-0-0.wav", "dog_bark"]]);
  });

  it("keeps commas, quotes, line breaks and any script in a label or path", () => {
    expect(pairs('path,label\n"a,b.wav","say ""hi"""\nc.wav,"two\nlines"\nד.wav,🐕\n')).toEqual([
      ["a,b.wav", 'say "hi"'],
      ["c.wav", "two\nlines"],
      ["ד.wav", "🐕"],
    ]);
  });

  it("doesn't take data for a header because a label is called so", () => {
    expect(pairs("1.wav,target\n2.wav,class")).toEqual([
      ["1.wav", "target"],
      ["2.wav", "class"],
    ]);
  });

  it("tells rows that say too little, by line, and reads the rest", () => {
    const { rows, problems } = readManifest('path,label\n1.wav,"a\nb"\n,dog\n3.wav,\n4.wav\n5.wav,cat\n');
    expect(rows).toEqual([
      { path: "1.wav", label: "a\nb", line: 2 },
      { path: "5.wav", label: "cat", line: 7 },
    ]);
    expect(problems).toEqual([
      { line: 4, why: "no-path" },
      { line: 5, why: "no-label" },
      { line: 6, why: "no-label" },
    ]);
  });

  it("tells a quote that is never closed", () => {
    const { rows, problems } = readManifest('path,label\n1.wav,dog\n2.wav,"cat\n3.wav,cow\n');
    expect(rows).toEqual([{ path: "1.wav", label: "dog", line: 2 }]);
    expect(problems).toEqual([{ line: 3, why: "quotes" }]);
  });

  it.each([
    ["", "empty", 1],
    ["\n \n", "empty", 1],
    ["label,fold,take\ndog,1,2", "no-path-column", 1],
    ["\npath,fold,take\n1.wav,1,2", "no-label-column", 2],
    ["1.wav\n2.wav", "no-label-column", 1],
    ["path\n1.wav", "no-label-column", 1],
  ])("tells what %j lacks", (text, why, line) => {
    expect(readManifest(text)).toEqual({ rows: [], problems: [{ line, why }] });
  });
});
