import { describe, expect, it } from "vitest";
import { stemOf, uniqueNames } from "./file-names.ts";
import { HOSTILE_TEXTS } from "./fixtures.ts";

describe("stemOf", () => {
  it.each([
    ["yard/Dog 1.wav", "Dog 1"],
    ["C:\\sounds\\größer.flac", "größer"],
    ["no ending", "no ending"],
    ["a.b.wav", "a.b"],
    [".hidden", "hidden"],
    ["../..", "sound"],
    ["", "sound"],
    ["CON.wav", "_CON"],
    ["nul.a.wav", "_nul.a"],
    ["what?*.wav", "what__"],
    ["\u202egpj.wav", "_gpj"],
  ])("%j → %j", (path, stem) => expect(stemOf(path)).toBe(stem));

  it("leaves room under 255 bytes and doesn't cut a character in two", () => {
    const stem = stemOf(`${"🐕".repeat(100)}.wav`);
    expect(stem).toBe("🐕".repeat(50));
  });
});

describe("uniqueNames", () => {
  it("tells apart what one folder couldn't hold together", () => {
    const paths = ["a/dog.wav", "b/Dog.wav", "dog.mp3", "dog (2).wav", "\u00e9.wav", "e\u0301.wav"];
    expect(uniqueNames(paths, "txt")).toEqual([
      ...["dog.txt", "Dog (2).txt", "dog (3).txt", "dog (2) (2).txt"],
      ...["\u00e9.txt", "e\u0301 (2).txt"],
    ]);
  });

  it("gives safe and distinct names for anything, thousands too", () => {
    const names = uniqueNames([...HOSTILE_TEXTS, ...HOSTILE_TEXTS], "vtt");
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[^\p{Cc}<>:"/\\|?*. ][^\p{Cc}<>:"/\\|?*]*\.vtt$/u);
    expect(new Set(uniqueNames(new Array(20_000).fill("dir/1.wav"), "txt")).size).toBe(20_000);
  });
});
