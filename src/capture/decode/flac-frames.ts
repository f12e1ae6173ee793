/**
 * FLAC frames carry a checksum over all their bytes. Decoders differ in what they do with a wrong one, down to leaving the
 * frame out without a word, after which all that follows would lie too early: so frames are checked before they are
 * decoded. Layout: RFC 9639, section 9.
 */
import type { SoundPacket } from "./sound-packets.ts";
import { type DecodeTrouble, noteTrouble } from "./trouble.ts";

/** What a byte adds to the checksum when none, one, two or three bytes follow it: four bytes are taken at once. */
const CRC16_TABLES: Uint16Array[] = [];
for (let following = 0; following < 4; following++) {
  CRC16_TABLES.push(Uint16Array.from({ length: 256 }, (_, byte) => crcOf(byte, following)));
}

function crcOf(byte: number, following: number): number {
  let value = byte << 8;
  for (let bit = 0; bit < 8 * (following + 1); bit++) value = ((value << 1) & 0xffff) ^ (value & 0x8000 ? 0x8005 : 0);
  return value;
}

/** The packets that are whole. The last one is not checked: what a program hung on to the file may be part of it. */
export async function* wholeFlacFrames(
  packets: AsyncGenerator<SoundPacket, void, undefined>,
  trouble: DecodeTrouble,
): AsyncGenerator<SoundPacket, void, undefined> {
  let held: SoundPacket | null = null;
  let afterDamage = false;
  for await (const packet of packets) {
    if (held !== null && isWhole(held.data)) {
      yield afterDamage ? { ...held, afterDamage } : held;
      afterDamage = false;
    } else if (held !== null) {
      noteTrouble(trouble, new Error("A frame's checksum is wrong."), held.timestampS);
      afterDamage = true;
    }
    held = packet;
  }
  if (held !== null) yield afterDamage ? { ...held, afterDamage } : held;
}

/** With its checksum at its end, a right frame's own checksum is 0. */
function isWhole(frame: Uint8Array): boolean {
  const [last, third, second, first] = CRC16_TABLES as [Uint16Array, Uint16Array, Uint16Array, Uint16Array];
  let crc = 0;
  let at = 0;
  for (const fours = frame.length - 3; at < fours; at += 4) {
    crc =
      (first[(crc >> 8) ^ (frame[at] as number)] as number) ^
      (second[(crc & 0xff) ^ (frame[at + 1] as number)] as number) ^
      (third[frame[at + 2] as number] as number) ^
      (last[frame[at + 3] as number] as number);
  }
  for (; at < frame.length; at++) crc = ((crc << 8) & 0xffff) ^ (last[(crc >> 8) ^ (frame[at] as number)] as number);
  return crc === 0;
}
