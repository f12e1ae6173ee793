import { readFileSync } from "node:fs";
import * as media from "mediabunny";
import { expect, it } from "vitest";
import { formatFixture } from "../../../e2e/fixtures/formats.mjs";
import { openInput } from "./find-track.ts";
import { wholeFlacFrames } from "./flac-frames.ts";
import type { SoundPacket } from "./sound-packets.ts";
import { noTrouble } from "./trouble.ts";

async function* frames(damagedAt: number | null): AsyncGenerator<SoundPacket, void, undefined> {
  const input = openInput(media, new Blob([readFileSync(formatFixture("s16.flac"))]));
  const track = await input.getPrimaryAudioTrack();
  if (track === null) throw new Error("no track");
  let index = 0;
  for await (const { timestamp, duration, data } of new media.EncodedPacketSink(track).packets()) {
    const copy = data.slice();
    if (index++ === damagedAt) copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
    yield { timestampS: timestamp, durationS: duration, data: copy, afterDamage: false };
  }
}

async function checked(damagedAt: number | null) {
  const trouble = noTrouble();
  const given: SoundPacket[] = [];
  for await (const packet of wholeFlacFrames(frames(damagedAt), trouble)) given.push(packet);
  return { given, trouble };
}

it("lets every frame of a whole file through", async () => {
  const { given, trouble } = await checked(null);
  expect([given.length > 30, trouble.badPackets]).toEqual([true, 0]);
});

it("leaves out a frame with one wrong bit, and says where", async () => {
  const whole = await checked(null);
  const { given, trouble } = await checked(7);
  expect(given).toHaveLength(whole.given.length - 1);
  expect([trouble.badPackets, trouble.atS]).toEqual([1, whole.given[7]?.timestampS]);
  expect(given.map(({ afterDamage }) => afterDamage).indexOf(true)).toBe(7);
});
