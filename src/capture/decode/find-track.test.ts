import { describe, expect, it } from "vitest";
import { openFile } from "./open-file.ts";

describe("a file of a few bytes", () => {
  it.each(Array.from({ length: 24 }, (_, n) => n + 1))("of %i is no sound, and no accident", async (length) => {
    const file = new Blob([new Uint8Array(length).fill(125)]);
    await expect(openFile(file, new AbortController().signal)).rejects.toMatchObject({ code: "file-not-audio" });
  });
});
