import { ALL_FORMATS, AudioSampleSink, BufferSource, Input } from "mediabunny";
import { describe, expect, it } from "vitest";
import { floatWav } from "./wav.ts";

const samples = (from: number): Float32Array => Float32Array.from({ length: 5 }, (_, i) => from + i / 7);

/** Chunks by their four letters, walked as RIFF says. */
function chunksOf(wav: Uint8Array): Record<string, DataView> {
  const letters = (at: number): string => String.fromCharCode(...wav.subarray(at, at + 4));
  const view = new DataView(wav.buffer);
  expect([letters(0), letters(8)]).toEqual(["RIFF", "WAVE"]);
  expect(view.getUint32(4, true)).toBe(wav.length - 8);
  const chunks: Record<string, DataView> = {};
  let at = 12;
  while (at < wav.length) {
    const length = view.getUint32(at + 4, true);
    chunks[letters(at)] = new DataView(wav.buffer, at + 8, length);
    at += 8 + length;
  }
  expect(at).toBe(wav.length);
  return chunks;
}

describe("floatWav", () => {
  it("has the format, the number of frames and the samples, interleaved", () => {
    const chunks = chunksOf(floatWav([samples(0), samples(-3)], 22_050));
    expect(Object.keys(chunks)).toEqual(["fmt ", "fact", "data"]);
    const format = chunks["fmt "];
    expect(format?.byteLength).toBe(18);
    expect(format?.getUint16(0, true)).toBe(3);
    expect(format?.getUint16(2, true)).toBe(2);
    expect(format?.getUint32(4, true)).toBe(22_050);
    expect(format?.getUint32(8, true)).toBe(22_050 * 8);
    expect(format?.getUint16(12, true)).toBe(8);
    expect(format?.getUint16(14, true)).toBe(32);
    expect(format?.getUint16(16, true)).toBe(0);
    expect(chunks.fact?.getUint32(0, true)).toBe(5);
    const data = Array.from({ length: 10 }, (_, i) => chunks.data?.getFloat32(4 * i, true));
    expect(data).toEqual([...samples(0)].flatMap((sample, i) => [sample, samples(-3)[i]]));
  });

  it("is extensible from three channels up", () => {
    const format = chunksOf(floatWav([samples(0), samples(1), samples(2)], 48_000))["fmt "];
    expect(format?.byteLength).toBe(40);
    expect(format?.getUint16(0, true)).toBe(0xfffe);
    expect(format?.getUint16(12, true)).toBe(12);
    expect(format?.getUint16(16, true)).toBe(22);
    expect(format?.getUint16(18, true)).toBe(32);
    const guid = Array.from({ length: 16 }, (_, i) =>
      format
        ?.getUint8(24 + i)
        .toString(16)
        .padStart(2, "0"),
    ).join("");
    expect(guid).toBe("0300000000001000800000aa00389b71");
  });

  it.each([1, 2, 6])("is read by an independent reader, %i channels, sample for sample", async (numChannels) => {
    const channels = Array.from({ length: numChannels }, (_, c) => samples(c * 10 - 20));
    const input = new Input({ source: new BufferSource(floatWav(channels, 16_000)), formats: ALL_FORMATS });
    const track = await input.getPrimaryAudioTrack();
    if (track === null) throw new Error("no track");
    expect(await track.getSampleRate()).toBe(16_000);
    expect(await track.getNumberOfChannels()).toBe(numChannels);
    const read: number[][] = channels.map(() => []);
    for await (const sample of new AudioSampleSink(track).samples()) {
      for (let planeIndex = 0; planeIndex < numChannels; planeIndex++) {
        const plane = new Float32Array(sample.numberOfFrames);
        sample.copyTo(plane, { planeIndex, format: "f32-planar" });
        read[planeIndex]?.push(...plane);
      }
      sample.close();
    }
    expect(read).toEqual(channels.map((channel) => [...channel]));
  });

  it("holds no frames, too", () => {
    expect(chunksOf(floatWav([new Float32Array(0)], 8000)).data?.byteLength).toBe(0);
  });

  it("refuses what no WAV can say", () => {
    expect(() => floatWav([], 8000)).toThrow(/0 channels/);
    expect(() => floatWav(new Array(16_384).fill(new Float32Array(1)), 8000)).toThrow(/16384 channels/);
    expect(() => floatWav([samples(0), new Float32Array(4)], 8000)).toThrow(/differ in length/);
    for (const rate of [0, -1, 44_100.5, NaN]) expect(() => floatWav([samples(0)], rate)).toThrow(/Rate/);
    expect(() => floatWav(new Array(16_000).fill(new Float32Array(70_000)), 8000)).toThrow(/don't fit/);
  });
});
