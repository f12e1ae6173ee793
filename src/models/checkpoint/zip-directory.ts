/**
 * What a zip says it holds: the central directory at its end, 64-bit sizes included. Reads a few kilobytes, inflates nothing.
 * Source: APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource } from "./checkpoint.ts";

export interface ZipRecord {
  readonly path: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its local header. */
  readonly at: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const RECORD = 0x02014b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const LONGEST_COMMENT = 0xffff;
/** 20,000 files with long names are 4 MB. */
const LARGEST_DIRECTORY_BYTES = 16 << 20;
const IN_64 = 0xffffffff;

/** @throws EarshotError `archive-unreadable` */
export async function readZipDirectory(zip: ByteSource): Promise<ZipRecord[]> {
  const tail = await tailOf(zip);
  const { at, bytes } = await findDirectory(zip, tail);
  if (bytes > LARGEST_DIRECTORY_BYTES || at + bytes > zip.bytes) throw unreadable("its directory is damaged");
  const view = await viewOf(zip, at, bytes, tail);
  const records: ZipRecord[] = [];
  for (let next = 0; next < bytes; ) {
    if (next + 46 > bytes || view.getUint32(next, true) !== RECORD) throw unreadable("its directory is damaged");
    const lengths = [28, 30, 32].map((offset) => view.getUint16(next + offset, true));
    const [nameBytes = 0, extraBytes = 0, commentBytes = 0] = lengths;
    const end = next + 46 + nameBytes + extraBytes + commentBytes;
    if (end > bytes) throw unreadable("its directory is cut off");
    records.push(recordAt(view, next, nameBytes, extraBytes));
    next = end;
  }
  return records.filter(({ path }) => !path.endsWith("/"));
}

function recordAt(view: DataView<ArrayBuffer>, at: number, nameBytes: number, extraBytes: number): ZipRecord {
  const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes);
  const sizes = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
  const [bytes = 0, packedBytes = 0, start = 0] = in64(sizes, view, at + 46 + nameBytes, extraBytes);
  return {
    path: new TextDecoder().decode(name),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    at: start,
  };
}

/** Sizes that do not fit 32 bits stand in an extra field, in this order, only those that do not fit. */
function in64(sizes: number[], view: DataView, at: number, extraBytes: number): number[] {
  if (!sizes.includes(IN_64)) return sizes;
  for (let next = at; next + 4 <= at + extraBytes; next += 4 + view.getUint16(next + 2, true)) {
    if (view.getUint16(next, true) !== 1) continue;
    const end = Math.min(next + 4 + view.getUint16(next + 2, true), at + extraBytes);
    let value = next + 4;
    return sizes.map((size) => {
      if (size !== IN_64) return size;
      if (value + 8 > end) throw unreadable("its directory is damaged");
      value += 8;
      return Number(view.getBigUint64(value - 8, true));
    });
  }
  throw unreadable("its directory is damaged");
}

/** The end of a zip, read once: in most it holds the whole directory. */
interface Tail {
  readonly at: number;
  readonly view: DataView<ArrayBuffer>;
}

async function tailOf(zip: ByteSource): Promise<Tail> {
  const at = Math.max(0, zip.bytes - END_BYTES - LONGEST_COMMENT - LOCATOR_BYTES);
  return { at, view: viewOn(await zip.read(at, zip.bytes - at)) };
}

async function findDirectory(zip: ByteSource, tail: Tail): Promise<{ at: number; bytes: number }> {
  const { view } = tail;
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const locator = at - LOCATOR_BYTES;
    if (locator >= 0 && view.getUint32(locator, true) === LOCATOR_64) {
      return directory64(zip, Number(view.getBigUint64(locator + 8, true)), tail);
    }
    return { bytes: view.getUint32(at + 12, true), at: view.getUint32(at + 16, true) };
  }
  throw unreadable("it is no zip, or cut off");
}

async function directory64(zip: ByteSource, endAt: number, tail: Tail): Promise<{ at: number; bytes: number }> {
  if (endAt + 56 > zip.bytes) throw unreadable("its directory is damaged");
  const end = await viewOf(zip, endAt, 56, tail);
  if (end.getUint32(0, true) !== END_64) throw unreadable("its directory is damaged");
  return { bytes: Number(end.getBigUint64(40, true)), at: Number(end.getBigUint64(48, true)) };
}

/** From the tail where that holds it: over the network every read is a request. */
async function viewOf(zip: ByteSource, at: number, bytes: number, tail: Tail): Promise<DataView<ArrayBuffer>> {
  const { buffer, byteOffset } = tail.view;
  if (at >= tail.at) return new DataView(buffer, byteOffset + at - tail.at, bytes);
  return viewOn(await zip.read(at, bytes));
}

function viewOn({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(buffer, byteOffset, byteLength);
}

export function unreadable(reason: string): EarshotError {
  return new EarshotError("archive-unreadable", reason, { details: { reason } });
}
