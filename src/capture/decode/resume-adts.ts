/**
 * ADTS (.aac) behind bytes that are no frame. There are no times in it: what was lost is counted in packets of average
 * size. Frame header: ISO/IEC 14496-3, 1.A.2.2.
 */
import { afterId3 } from "./mp3-gapless.ts";
import type { ReadSoFar, Rest } from "./rest.ts";

const SEARCH_BYTES = 1 << 20;
const HEADER_BYTES = 7;

export async function resumeAdts(file: Blob, soFar: ReadSoFar): Promise<Rest | null> {
  if (soFar.packets === 0) return null;
  const start = await afterId3(file);
  const brokeAt = start + soFar.bytes;
  const first = new Uint8Array(await file.slice(start, start + HEADER_BYTES).arrayBuffer());
  const bytes = new Uint8Array(await file.slice(brokeAt, brokeAt + SEARCH_BYTES).arrayBuffer());
  for (let at = 1; at + HEADER_BYTES <= bytes.length; at++) {
    const next = isLike(first, bytes, at) ? at + lengthAt(bytes, at) : 0;
    // Two in a row are no accident.
    if (next === 0 || (next !== bytes.length && !isLike(first, bytes, next))) continue;
    const lostPackets = Math.round((at * soFar.packets) / soFar.bytes);
    return { file: file.slice(brokeAt + at), shiftS: soFar.endS + lostPackets * soFar.packetS };
  }
  return null;
}

/** Whether a frame of the same profile, rate and channels begins here. */
function isLike(first: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const byte = (index: number): number => (bytes[at + index] ?? 0) ^ (first[index] ?? 0xff);
  return at + HEADER_BYTES <= bytes.length && byte(0) === 0 && byte(1) === 0 && byte(2) === 0 && byte(3) >> 4 === 0;
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
}
