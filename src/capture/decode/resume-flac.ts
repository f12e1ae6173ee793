/**
 * FLAC behind a frame that is no frame: stream information, and the file from the next right frame header on. A header
 * carries its own number, so times stay true. Layout: RFC 9639, sections 8 and 9.
 */
import { afterId3 } from "./mp3-gapless.ts";
import type { ReadSoFar, Rest } from "./rest.ts";

const SEARCH_BYTES = 1 << 20;
const MAX_HEADER_BYTES = 16;

export async function resumeFlac(file: Blob, soFar: ReadSoFar): Promise<Rest | null> {
  const head = await readHead(file);
  if (head === null) return null;
  // The last packet may be the one that swallowed what follows: its own beginning was right.
  const from = head.framesAt + soFar.bytes - soFar.lastBytes + 1;
  const first = new Uint8Array(await file.slice(head.framesAt, head.framesAt + 4).arrayBuffer());
  for (let chunkAt = from; chunkAt < file.size; chunkAt += SEARCH_BYTES) {
    const end = chunkAt + SEARCH_BYTES + MAX_HEADER_BYTES;
    const bytes = new Uint8Array(await file.slice(chunkAt, end).arrayBuffer());
    for (let at = 0; at < Math.min(SEARCH_BYTES, bytes.length - 6); at++) {
      // Sync, kind of numbering, channels and depth stay the same; block size and rate nearly always do.
      if (bytes[at] !== 0xff || [1, 2, 3].some((index) => bytes[at + index] !== first[index])) continue;
      const number = numberOf(bytes.subarray(at, at + MAX_HEADER_BYTES));
      if (number === null) continue;
      const isSampleNumber = ((first[1] ?? 0) & 1) === 1;
      const startS = (number * (isSampleNumber ? 1 : head.blockFrames)) / head.sampleRateHz;
      if (startS < soFar.endS - soFar.packetS) continue;
      return { file: new Blob([file.slice(0, head.framesAt), file.slice(chunkAt + at)]), shiftS: startS };
    }
  }
  return null;
}

async function readHead(file: Blob) {
  const start = await afterId3(file);
  const view = new DataView(await file.slice(start, start + 26).arrayBuffer());
  if (view.byteLength < 26) return null;
  const blockFrames = view.getUint16(10);
  const sampleRateHz = view.getUint32(18) >>> 12;
  let framesAt = start + 4;
  for (let last = false; !last; ) {
    const block = new DataView(await file.slice(framesAt, framesAt + 4).arrayBuffer());
    if (block.byteLength < 4) return null;
    last = block.getUint8(0) >= 0x80;
    framesAt += 4 + (block.getUint32(0) & 0xffffff);
  }
  return { framesAt, blockFrames, sampleRateHz };
}

/** The number in a frame header (UTF-8's way of coding, up to 36 bits); null where the header's checksum is wrong. */
function numberOf(header: Uint8Array): number | null {
  const lead = header[4] ?? 0;
  const more = lead < 0x80 ? 0 : Math.clz32(~(lead << 24)) - 1;
  let number = more === 0 ? lead : lead & (0x3f >> more);
  for (let index = 1; index <= more; index++) number = number * 64 + ((header[4 + index] ?? 0) & 0x3f);
  const sizeCode = (header[2] ?? 0) >> 4;
  const rateCode = (header[2] ?? 0) & 15;
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  const rateBytes = rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  const end = 5 + more + sizeBytes + rateBytes;
  return end < header.length && crc8(header.subarray(0, end)) === header[end] ? number : null;
}

function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
  }
  return crc;
}
