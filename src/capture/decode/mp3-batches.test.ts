import { describe, expect, it } from "vitest";
import type { Pieces } from "./decode-packets.ts";
import { type DecodeBatch, decodeMp3 } from "./mp3-batches.ts";
import type { SoundPacket } from "./sound-packets.ts";

const RATE_HZ = 44_100;
const LENGTH = 1152;
const FRAME_BYTES = 417;
const COUNT = 1800;
const PACKET_S = LENGTH / RATE_HZ;

/** 128 kbit/s without padding; its number behind the header. */
function frame(number: number): Uint8Array {
  const bytes = new Uint8Array(FRAME_BYTES);
  bytes.set([0xff, 0xfb, 0x90, 0x00]);
  new DataView(bytes.buffer).setUint32(36, number);
  return bytes;
}

const frames = Array.from({ length: COUNT }, (_, number) => frame(number));
const fileOf = (parts: readonly Uint8Array[]) => new Blob(parts as Uint8Array<ArrayBuffer>[]);
const numberOf = (data: Uint8Array, at = 0) => new DataView(data.buffer, data.byteOffset).getUint32(at + 36);
/** What a decoder makes of a frame: each sample has a value of its own. */
const soundOf = (number: number) => Float32Array.from({ length: LENGTH }, (_, index) => number + index / LENGTH);

async function* packetsOf(list: readonly Uint8Array[]): AsyncGenerator<SoundPacket, void, undefined> {
  for (const [index, data] of list.entries()) {
    yield { timestampS: index * PACKET_S, durationS: PACKET_S, data, afterDamage: false };
  }
}

/** Counts the packets that came here; leads are decoded and not given out. */
function oneByOne(count: { packets: number }) {
  return async function* (packets: AsyncGenerator<SoundPacket, void, undefined>): Pieces {
    for await (const { data, timestampS, isLead } of packets) {
      count.packets++;
      const channels = [soundOf(numberOf(data))];
      if (!isLead) yield { timestampS, packetS: timestampS, sampleRateHz: RATE_HZ, channels };
    }
  };
}

const asBatch: DecodeBatch = async (bytes) => {
  const numbers = Array.from({ length: bytes.length / FRAME_BYTES }, (_, index) =>
    numberOf(bytes, index * FRAME_BYTES),
  );
  return [Float32Array.from(numbers.flatMap((number) => [...soundOf(number)]))];
};

async function heard(list: readonly Uint8Array[], decode: DecodeBatch, behind = new Uint8Array()) {
  const count = { packets: 0 };
  const file = fileOf([...list, behind]);
  const samples: number[] = [];
  for await (const { channels, timestampS } of decodeMp3(file, packetsOf(list), decode, oneByOne(count))) {
    expect(timestampS).toBeCloseTo(samples.length / RATE_HZ, 6);
    samples.push(...(channels[0] as Float32Array));
  }
  return { samples, packets: count.packets };
}

const everything = frames.flatMap((_, number) => [...soundOf(number)]);
const isWhole = (samples: readonly number[]) =>
  samples.length === everything.length && samples.every((sample, index) => sample === everything[index]);

describe("decodeMp3", () => {
  it("decodes the first second packet by packet, and the rest in batches", async () => {
    const { samples, packets } = await heard(frames, asBatch);
    expect(isWhole(samples)).toBe(true);
    expect(packets).toBe(40);
  });

  it.each<[string, (call: number) => DecodeBatch]>([
    ["is not answered", () => async () => null],
    [
      "is a sample short",
      () =>
        async (...asked) =>
          (await asBatch(...asked))?.map((one) => one.slice(1)) ?? null,
    ],
    [
      "does not go on where the one before ended",
      () =>
        async (...asked) =>
          (await asBatch(...asked))?.map((one) => one.map((value) => value + 1)) ?? null,
    ],
    [
      "has another channel",
      () =>
        async (...asked) => [...((await asBatch(...asked)) ?? []), new Float32Array()],
    ],
  ])("goes on packet by packet from where it was, when a batch %s", async (_, broken) => {
    for (const wrong of [0, 2]) {
      let call = 0;
      const decode: DecodeBatch = (...asked) => (call++ === wrong ? broken(call)(...asked) : asBatch(...asked));
      const { samples, packets } = await heard(frames, decode);
      expect(isWhole(samples)).toBe(true);
      expect(packets).toBeGreaterThan(wrong === 0 ? COUNT - 1 : 40);
      if (wrong > 0) expect(packets).toBeLessThan(COUNT);
    }
  });

  it("leaves what is no frame to the container's reader", async () => {
    const { packets } = await heard(frames, asBatch, new TextEncoder().encode("TAG and no more"));
    expect(packets).toBe(40);
    const more = await heard(frames, asBatch, new TextEncoder().encode("something else"));
    // The lead of what might follow.
    expect(more.packets).toBeGreaterThan(40);
    expect(isWhole(more.samples)).toBe(true);
  });

  it("ends with a file that is shorter than the first second", async () => {
    const { samples, packets } = await heard(frames.slice(0, 7), asBatch);
    expect([samples.length, packets]).toEqual([7 * LENGTH, 7]);
  });
});
