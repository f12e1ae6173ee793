import { describe, expect, it } from "vitest";
import { openFile } from "./decode/open-file.ts";
import { canDecodeOnPage, type DecodedAudio, decodeOnPage, MAX_PAGE_DECODE_S } from "./decode-on-page.ts";

const never = new AbortController().signal;

function audio(channels: readonly Float32Array<ArrayBuffer>[], sampleRate: number): DecodedAudio {
  return {
    numberOfChannels: channels.length,
    length: channels[0]?.length ?? 0,
    sampleRate,
    getChannelData: (index) => channels[index] ?? new Float32Array(),
  };
}

describe("decodeOnPage", () => {
  it("gives the worker a file that it reads sample for sample, at the file's own rate", async () => {
    const left = Float32Array.from({ length: 25_000 }, (_, frame) => Math.sin(frame / 9));
    const right = left.map((value) => value / 3);
    let askedHz = 0;
    const wav = await decodeOnPage(
      new File(["x"], "a.mp3"),
      { sampleRateHz: 11_025 },
      never,
      async (_bytes, rateHz) => {
        askedHz = rateHz;
        return audio([left, right], rateHz);
      },
    );
    const decoded = await openFile(wav, never);
    expect([wav.name, askedHz, decoded.facts.sourceRateHz, decoded.facts.channels]).toEqual([
      "a.mp3",
      11_025,
      11_025,
      2,
    ]);
    for await (const { startFrame, channels } of decoded.blocks()) {
      const length = channels[0]?.length ?? 0;
      expect(channels[0]).toEqual(left.slice(startFrame, startFrame + length));
      expect(channels[1]).toEqual(right.slice(startFrame, startFrame + length));
    }
    expect(decoded.damage()).toBeNull();
  });

  it("refuses what would not fit in memory, and what the browser cannot decode, as unsupported", async () => {
    const file = new File(["x"], "a.mp3");
    const details = { codec: "mp3", durationS: MAX_PAGE_DECODE_S + 1 };
    const decode = () => Promise.reject(new Error("EncodingError"));
    const long = decodeOnPage(file, details, never, decode);
    await expect(long).rejects.toMatchObject({ code: "file-codec-unsupported", details: { maxS: MAX_PAGE_DECODE_S } });
    const broken = await decodeOnPage(file, { codec: "mp3" }, never, decode).catch((error) => error);
    expect([broken.code, broken.details]).toEqual(["file-codec-unsupported", { codec: "mp3" }]);
  });

  it("helps only where WebCodecs is missing", () => {
    const error = { code: "file-codec-unsupported", details: { audioDecoder: false } };
    expect(canDecodeOnPage(error)).toBe(true);
    expect(canDecodeOnPage({ ...error, details: { audioDecoder: true } })).toBe(false);
    expect(canDecodeOnPage({ ...error, code: "file-damaged" })).toBe(false);
  });
});
