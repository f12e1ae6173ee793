import { expect, it } from "vitest";
import { wavBytes } from "../../../e2e/fixtures/wav.mjs";
import { SpareArrays } from "../../signal/spare-arrays.ts";
import { convertPcm, type Pieces } from "./decode-packets.ts";
import { findTrack, openInput } from "./find-track.ts";
import { loadMediabunny } from "./load-mediabunny.ts";
import { pcmFormat, readPcm } from "./pcm-packets.ts";
import { noTrouble } from "./trouble.ts";

const FORMAT_AT = 20;
const BITS_AT = 34;

/** Any bytes: every value of the format occurs, sooner or later. */
function wav(bits: 16 | 24 | 32, channels: number, frames: number): Blob {
  const frameBytes = (channels * bits) / 8;
  // The header of a file of 16 bits and as many bytes, told that it has others.
  const bytes = wavBytes([new Float32Array((frames * frameBytes) / 2)], 22_050, 16);
  const view = new DataView(bytes.buffer);
  view.setUint16(FORMAT_AT, bits === 32 ? 3 : 1, true);
  view.setUint16(FORMAT_AT + 2, channels, true);
  view.setUint32(FORMAT_AT + 8, 22_050 * frameBytes, true);
  view.setUint16(FORMAT_AT + 12, frameBytes, true);
  view.setUint16(BITS_AT, bits, true);
  let seed = 7;
  for (let at = 44; at < bytes.length; at++) {
    seed = (seed * 48_271) % 2_147_483_647;
    // No exponent of 255, which no number has.
    bytes[at] = bits === 32 && at % 4 === 3 ? 0x3e : seed & 0xff;
  }
  return new Blob([bytes]);
}

async function whole(pieces: Pieces, channels: number): Promise<Float32Array[]> {
  const all = Array.from({ length: channels }, (): number[] => []);
  for await (const piece of pieces) {
    expect(piece.timestampS * piece.sampleRateHz).toBeCloseTo(all[0]?.length ?? 0, 3);
    piece.channels.forEach((channel, index) => {
      for (const value of channel) all[index]?.push(value);
    });
  }
  return all.map((channel) => Float32Array.from(channel));
}

it.each([
  ["pcm-s16", 16, 1],
  ["pcm-s16", 16, 2],
  ["pcm-s24", 24, 2],
  ["pcm-s24", 24, 5],
  ["pcm-f32", 32, 3],
] as const)("%s of %i bits in %i channels is what mediabunny makes of it", async (codec, bits, channels) => {
  const frames = 50_002;
  const media = await loadMediabunny();
  const file = wav(bits, channels, frames);
  const track = await findTrack(openInput(media, file), file);
  const config = await track.getDecoderConfig();
  const format = pcmFormat(codec);
  if (!config || !format) throw new Error("no format");
  expect(await track.getCodec()).toBe(codec);
  const from = Number.NEGATIVE_INFINITY;
  const trouble = noTrouble();
  const own = await whole(readPcm(media, track, format, config, trouble, new SpareArrays(), from), channels);
  const theirs = await whole(convertPcm(media, track, trouble, new SpareArrays(), from), channels);
  expect(trouble).toEqual(noTrouble());
  expect(own.map(({ length }) => length)).toEqual(Array(channels).fill(frames));
  for (const [index, channel] of own.entries()) expect(channel).toEqual(theirs[index]);
});

it("leaves other formats to mediabunny", () => {
  expect(["pcm-s16be", "pcm-f64", "ulaw", "mp3"].map(pcmFormat)).toEqual([null, null, null, null]);
});
