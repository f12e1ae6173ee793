/**
 * FLAC frames carry a checksum over all their bytes. Decoders differ in what they do with a wrong one, down to leaving the
 * frame out without a word, after which all that follows would lie too early: so frames are checked before they are
 * decoded. Layout: RFC 9639, section 9.
 */
import type { SoundPacket } from "./sound-packets.ts";
import { type DecodeTrouble, noteTrouble } from "./trouble.ts";

const CRC16_TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index << 8;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value & 0x8000 ? 0x8005 : 0);
  return value;
});

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
  let crc = 0;
  for (let index = 0; index < frame.length; index++) {
    crc = ((crc << 8) & 0xffff) ^ (CRC16_TABLE[(crc >> 8) ^ (frame[index] as number)] as number);
  }
  return crc === 0;
}
