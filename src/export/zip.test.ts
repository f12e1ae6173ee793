import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { uniqueNames } from "./file-names.ts";
import { HOSTILE_TEXTS } from "./fixtures.ts";
import { zipFiles } from "./zip.ts";

const NOON = new Date(2026, 0, 2, 12);

describe("zipFiles", () => {
  it("holds every file under its name, text as UTF-8 and bytes as they are", async () => {
    const names = uniqueNames(HOSTILE_TEXTS, "txt");
    const texts = names.map((name, i) => ({ name, text: HOSTILE_TEXTS[i] ?? "" }));
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    const unzipped = unzipSync(await zipFiles([...texts, { name: "clip.wav", bytes }], NOON));
    expect(Object.keys(unzipped)).toEqual([...names, "clip.wav"]);
    for (const { name, text } of texts) expect(strFromU8(unzipped[name] ?? new Uint8Array(1))).toBe(text);
    expect(unzipped["clip.wav"]).toEqual(bytes);
  });

  it("marks names as UTF-8, and is the same bytes for the same files", async () => {
    const zipped = await zipFiles([{ name: "größer.txt", text: "a" }], NOON);
    const flags = new DataView(zipped.buffer).getUint16(6, true);
    expect(flags & 0x0800).toBe(0x0800);
    expect(await zipFiles([{ name: "größer.txt", text: "a" }], NOON)).toEqual(zipped);
  });

  it("refuses two files of one name", async () => {
    const twice = [
      { name: "a.txt", text: "1" },
      { name: "a.txt", text: "2" },
    ];
    await expect(zipFiles(twice)).rejects.toThrow(/Two files "a\.txt"/);
  });
});
