import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { committedFixture, tone } from "../../../e2e/fixtures/make-fixtures.mjs";
import { wavBytes } from "../../../e2e/fixtures/wav.mjs";
import { foreignFormatOf } from "./foreign-formats.ts";
import { isCutMatroska } from "./matroska-size.ts";
import { readMp3Gapless } from "./mp3-gapless.ts";
import { readWavClaim } from "./wav-header.ts";

const committed = (name: string) => new Blob([readFileSync(committedFixture(name))]);

describe("what containers say of themselves", () => {
  it("MP3: delay and length by the LAME tag, as ffprobe reads them", async () => {
    const ticking = committed("ticking.mp3");
    // ffprobe: start_time 0.025057 s = 1105 frames; the source is 4 s long.
    const told = { skipFrames: 1105, lengthFrames: 4 * 44_100, isJoined: false };
    expect(await readMp3Gapless(ticking)).toEqual(told);
    const id3 = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 2, ...new Array<number>(130).fill(0));
    expect(await readMp3Gapless(new Blob([id3, ticking]))).toEqual(told);
    expect(await readMp3Gapless(new Blob([ticking, new Uint8Array(128)]))).toEqual(told);
    expect(await readMp3Gapless(new Blob([ticking, ticking]))).toEqual({ ...told, isJoined: true });
    expect(await readMp3Gapless(new Blob(["no tag here".repeat(100)]))).toBeNull();
  });

  it("WebM: cut or whole", async () => {
    const whole = committed("video-ticking.webm");
    expect(await isCutMatroska(whole)).toBe(false);
    expect(await isCutMatroska(whole.slice(0, whole.size - 1))).toBe(true);
    expect(await isCutMatroska(committed("ticking.mp3"))).toBe(false);
  });

  it("WAV: the claimed frames, also behind other chunks", async () => {
    const bytes = wavBytes([tone(440, 8000, 1), tone(440, 8000, 1)], 8000);
    const claim = { claimedFrames: 8000, sampleRateHz: 8000, bytesPerFrame: 4 };
    expect(await readWavClaim(new Blob([bytes]))).toEqual(claim);
    const list = Uint8Array.of(0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0);
    expect(await readWavClaim(new Blob([bytes.subarray(0, 36), list, bytes.subarray(36)]))).toEqual(claim);
    expect(await readWavClaim(committed("ticking.mp3"))).toBeNull();
  });

  it("knows by sight what it cannot read", async () => {
    expect(await foreignFormatOf(new Blob(["FORM\0\0\0\0AIFC...."]))).toBe("AIFF");
    expect(await foreignFormatOf(new Blob(["some text"]))).toBeNull();
  });
});
