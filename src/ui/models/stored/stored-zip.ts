/**
 * Owns: large files as one zip, stored and not packed: a Blob made of Blobs, so that nothing is copied into memory. Each is read
 * once, in pieces, for its checksum. Source: APPNOTE.TXT 6.3.10; without the 64-bit extension, which 4 GB of model do not
 * need.
 */
import { createCRC32 } from "hash-wasm";

export interface StoredEntry {
  /** With folders, forward slashes. */
  readonly path: string;
  readonly content: Blob;
}

const PIECE_BYTES = 8 << 20;
const LOCAL_BYTES = 30;
const RECORD_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8 = 0x0800;
const MOST = 0xffffffff;

/**
 * @param modified the time that every entry bears, 1980 to 2107
 * @throws RangeError where all together reach 4 GB
 */
export async function storedZip(entries: readonly StoredEntry[], modified: Date = new Date()): Promise<Blob> {
  const pieces: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { path, content } of entries) {
    const name = new TextEncoder().encode(path);
    const crc = await crcOf(content);
    const local = new Uint8Array(LOCAL_BYTES + name.length);
    new DataView(local.buffer).setUint32(0, 0x04034b50, true);
    writeFacts(new DataView(local.buffer, 4), { crc, bytes: content.size, nameBytes: name.length, modified });
    local.set(name, LOCAL_BYTES);
    const record = new Uint8Array(RECORD_BYTES + name.length);
    const view = new DataView(record.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(4, VERSION, true);
    writeFacts(new DataView(record.buffer, 6), { crc, bytes: content.size, nameBytes: name.length, modified });
    view.setUint32(42, at, true);
    record.set(name, RECORD_BYTES);
    pieces.push(local, content);
    directory.push(record);
    at += local.length + content.size;
    if (at >= MOST) throw new RangeError("a zip of 4 GB or more");
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(END_BYTES));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, directoryBytes, true);
  end.setUint32(16, at, true);
  return new Blob([...pieces, ...directory, end], { type: "application/zip" });
}

interface EntryFacts {
  readonly crc: number;
  readonly bytes: number;
  readonly nameBytes: number;
  readonly modified: Date;
}

/** What a local header and a record of the directory say alike: from the version that is needed to the name's length. */
function writeFacts(view: DataView, { crc, bytes, nameBytes, modified }: EntryFacts): void {
  view.setUint16(0, VERSION, true);
  view.setUint16(2, UTF8, true);
  view.setUint16(6, (modified.getHours() << 11) | (modified.getMinutes() << 5) | (modified.getSeconds() >> 1), true);
  const day = ((modified.getFullYear() - 1980) << 9) | ((modified.getMonth() + 1) << 5) | modified.getDate();
  view.setUint16(8, day, true);
  view.setUint32(10, crc, true);
  view.setUint32(14, bytes, true);
  view.setUint32(18, bytes, true);
  view.setUint16(22, nameBytes, true);
}

async function crcOf(content: Blob): Promise<number> {
  const hasher = (await createCRC32()).init();
  for (let at = 0; at < content.size; at += PIECE_BYTES) {
    hasher.update(new Uint8Array(await content.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  return Number.parseInt(hasher.digest(), 16);
}
