import { readFileSync } from "node:fs";
import * as media from "mediabunny";
import { describe, expect, it } from "vitest";
import { formatFixture } from "../../../e2e/fixtures/formats.mjs";
import { openInput } from "./find-track.ts";
import { type SoundPacket, soundPackets } from "./sound-packets.ts";
import { noTrouble } from "./trouble.ts";

// Packets need no decoder, so Node can read them; what becomes of their sound is seen in `e2e/formats.spec.ts`.
async function read(file: Blob, fromS = Number.NEGATIVE_INFINITY) {
  const input = openInput(media, file);
  const track = await input.getPrimaryAudioTrack();
  if (track === null) throw new Error("no track");
  const format = (await input.getFormat()).name;
  const codec = (await track.getCodec()) ?? "";
  const trouble = noTrouble();
  const packets: SoundPacket[] = [];
  const source = { media, input, track, file, format, codec, isCut: false, claimedEndS: format === "ADTS" ? null : 3 };
  for await (const packet of soundPackets(source, trouble, fromS)) packets.push(packet);
  input.dispose();
  return { packets, trouble };
}

const fixture = (name: string) => new Uint8Array(readFileSync(formatFixture(name)));

function withZeros(name: string, length: number): Blob {
  const bytes = fixture(name);
  bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + length);
  return new Blob([bytes]);
}

/** The packets of the same bytes: a steady tone has several. */
const twinsOf = ({ data }: SoundPacket, packets: readonly SoundPacket[]) =>
  packets.filter((other) => Buffer.compare(other.data, data) === 0);

describe("soundPackets", () => {
  it.each(["adts.aac", "aac.mkv", "cbr.mp3", "opus.opus", "opus.webm", "s16.flac", "vorbis.ogg"])(
    "%s: goes on behind damage, at the times of the whole file",
    async (name) => {
      const whole = await read(new Blob([fixture(name)]));
      expect(whole.trouble.badPackets).toBe(0);
      const { packets, trouble } = await read(withZeros(name, 600));
      expect(trouble.badPackets).toBeGreaterThan(0);
      const twins = packets.map((packet) => twinsOf(packet, whole.packets));
      expect(twins.filter(({ length }) => length > 0).length).toBeGreaterThan(whole.packets.length * 0.7);
      packets.forEach(({ timestampS }, index) => {
        const away = (twins[index] ?? []).map((twin) => Math.abs(twin.timestampS - timestampS));
        // MP3 and ADTS carry no times: what was lost is a guess.
        if (away.length > 0) expect(Math.min(...away)).toBeLessThan(0.03);
      });
      expect(packets.filter(({ afterDamage }) => afterDamage).length).toBeGreaterThan(0);
      expect(packets.at(-1)?.timestampS).toBeGreaterThan(2.8);
    },
  );

  it.each(["adts.aac", "opus.webm", "vorbis.mkv"])("%s: gives what there is of a cut file", async (name) => {
    const bytes = fixture(name);
    const whole = await read(new Blob([bytes]));
    const { packets, trouble } = await read(new Blob([bytes.subarray(0, bytes.length >> 1)]));
    expect(packets.length).toBeGreaterThan(20);
    expect(trouble.badPackets).toBe(1);
    packets.forEach(({ data }, index) => {
      expect(data).toEqual(whole.packets[index]?.data);
    });
  });

  it("begins where it is asked to", async () => {
    const { packets } = await read(new Blob([fixture("cbr.mp3")]), 1.5);
    expect(packets[0]?.timestampS).toBeLessThanOrEqual(1.5);
    expect(packets[0]?.timestampS).toBeGreaterThan(1.47);
  });

  it("takes tags amid an MP3 for no loss", async () => {
    const bytes = fixture("cbr.mp3");
    const tag = new TextEncoder().encode(`TAG${" ".repeat(2000)}`);
    const { trouble } = await read(new Blob([bytes, tag, bytes]));
    expect(trouble.badPackets).toBe(0);
  });
});
