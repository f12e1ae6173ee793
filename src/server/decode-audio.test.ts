import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wavBytes } from "../../e2e/fixtures/wav.mjs";
import { decodeAudio } from "./decode-audio.ts";

const committed = (name: string) => new Uint8Array(readFileSync(`e2e/fixtures/files/${name}`));

describe("decodeAudio", () => {
  it("gives the very samples of a WAV at the model's rate", async () => {
    const ramp = Float32Array.from({ length: 1600 }, (_, n) => n / 1600 - 0.5);
    expect(await decodeAudio(wavBytes([ramp], 16_000, 32), 16_000)).toEqual(ramp);
  });

  it("mixes eight channels and brings 192 kHz down", async () => {
    const channels = Array.from({ length: 8 }, () => new Float32Array(19_200));
    expect(await decodeAudio(wavBytes(channels, 192_000), 16_000)).toHaveLength(1600);
  });

  it.each(["ticking.mp3", "ticking.ogg", "ticking.m4a", "video-ticking.webm", "video-ticking.mp4"])(
    "decodes %s without the browser's decoders",
    async (name) => {
      const samples = await decodeAudio(committed(name), 16_000);
      expect(Math.abs(samples.length / 16_000 - 4)).toBeLessThan(0.1);
      expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(0.2);
    },
  );

  it("refuses what is no sound, has none, or is longer than anybody sends", async () => {
    await expect(decodeAudio(new TextEncoder().encode("hello there"), 16_000)).rejects.toMatchObject({
      code: "file-not-audio",
    });
    await expect(decodeAudio(committed("video-without-sound.mp4"), 16_000)).rejects.toMatchObject({
      code: "file-no-audio-track",
    });
    await expect(decodeAudio(wavBytes([new Float32Array(8000 * 1801)], 8000), 16_000)).rejects.toMatchObject({
      status: 413,
    });
  });
});
