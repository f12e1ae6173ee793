/**
 * The files of a zip, inflated when they are read and as they are read. Promises: never more bytes than the directory says
 * (a bomb that lies ends there, one that tells the truth is refused by its size), and content that fits its checksum.
 */
import { Inflate } from "fflate";
import { blobSource } from "../../models/checkpoint/blob-source.ts";
import { readZipDirectory, unreadable, type ZipRecord } from "../../models/checkpoint/zip-directory.ts";
import { PIECE_BYTES } from "../blob-store.ts";
import { crc32 } from "./crc32.ts";
import type { DiskEntry } from "./entries.ts";

const STORED = 0;
const DEFLATED = 8;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Inflates to 64 MB at most. */
const PACKED_PIECE_BYTES = 64 << 10;

/** @throws EarshotError `archive-unreadable` */
export async function zipEntries(zip: Blob): Promise<DiskEntry[]> {
  const records = await readZipDirectory(blobSource(zip));
  return records.map((record) => ({ path: record.path, bytes: record.bytes, read: () => readRecord(zip, record) }));
}

async function* readRecord(zip: Blob, record: ZipRecord): AsyncGenerator<Uint8Array, void, undefined> {
  if (record.encrypted) throw unreadable("it is encrypted");
  let crc = 0;
  let bytes = 0;
  for await (const piece of unpacked(await packedOf(zip, record), record)) {
    crc = crc32(crc, piece);
    bytes += piece.byteLength;
    if (bytes > record.bytes) throw unreadable(`${record.path} is larger than it says`);
    yield piece;
  }
  if (bytes !== record.bytes || crc !== record.crc) throw unreadable(`${record.path} is damaged`);
}

async function packedOf(zip: Blob, { at, packedBytes, path }: ZipRecord): Promise<Blob> {
  const header = new DataView(await zip.slice(at, at + LOCAL_BYTES).arrayBuffer());
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) throw unreadable(`${path} is damaged`);
  const start = at + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packedBytes > zip.size) throw unreadable(`${path} is cut off`);
  return zip.slice(start, start + packedBytes);
}

async function* unpacked(packed: Blob, { method, path }: ZipRecord): AsyncGenerator<Uint8Array, void, undefined> {
  if (method !== STORED && method !== DEFLATED) throw unreadable(`${path} is packed by method ${method}`);
  const step = method === STORED ? PIECE_BYTES : PACKED_PIECE_BYTES;
  const out: Uint8Array[] = [];
  const inflate = new Inflate((piece) => out.push(piece));
  for (let at = 0; at < packed.size; at += step) {
    const piece = new Uint8Array(await packed.slice(at, at + step).arrayBuffer());
    if (method === STORED) out.push(piece);
    else pushInto(inflate, piece, at + step >= packed.size, path);
    yield* out.splice(0);
  }
}

function pushInto(inflate: Inflate, piece: Uint8Array, last: boolean, path: string): void {
  try {
    inflate.push(piece, last);
  } catch {
    throw unreadable(`${path} is damaged`);
  }
}
