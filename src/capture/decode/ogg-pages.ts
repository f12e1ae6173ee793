/** The pages of an Ogg file: where they lie and whether their checksums are right. RFC 3533, section 6. */
const HEADER_BYTES = 27;
/** 27 + 255 + 255 · 255. */
const MAX_PAGE_BYTES = 65_307;
/** Read at once. */
const CHUNK_BYTES = 1 << 19;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value;
});

export interface OggPage {
  readonly at: number;
  readonly bytes: number;
  /** Goes on with a packet that the page before began. */
  readonly continued: boolean;
  /** The first one of its stream. */
  readonly isFirst: boolean;
  /** Whether it carries sound: headers lie on pages of position 0, and -1 is no position. */
  readonly hasPosition: boolean;
  readonly serial: number;
}

/** Walks through a file's pages beside its reader, which does not look at checksums. */
export class OggPages {
  readonly #file: Blob;
  #chunk = new Uint8Array();
  #chunkAt = 0;
  #page: { readonly end: number; readonly right: boolean } = { end: 0, right: true };
  /** Where right pages may begin again; null while nothing was wrong. */
  resumeAt: number | null = null;

  constructor(file: Blob) {
    this.#file = file;
  }

  /**
   * How the page is that has this byte: "right"; "wrong" = its checksum, but the next page begins where this one says;
   * "behind" = a wrong page lies before it, so its times may be wrong; "lost" = no page can be made out.
   */
  async check(position: number): Promise<"right" | "wrong" | "behind" | "lost"> {
    while (this.#page.end <= position) {
      if (!this.#page.right) return "behind";
      const at = this.#page.end;
      const bytes = await this.#bytesFrom(at);
      const page = readPage(bytes, at);
      if (page === null) this.resumeAt = at + 1;
      const end = page === null ? await this.#claimedEnd(bytes, at) : at + page.bytes;
      if (end === null) return "lost";
      if (page === null) this.resumeAt = end;
      this.#page = { end, right: page !== null };
    }
    return this.#page.right ? "right" : "wrong";
  }

  async #claimedEnd(page: Uint8Array, at: number): Promise<number | null> {
    const end = at + (isPageStart(page) ? lengthOf(page) : 0);
    return end > at && isPageStart(await this.#bytesFrom(end)) ? end : null;
  }

  /** As many bytes as the longest page may have, as far as there are any. */
  async #bytesFrom(at: number): Promise<Uint8Array> {
    const end = Math.min(this.#file.size, at + MAX_PAGE_BYTES);
    if (at < this.#chunkAt || end > this.#chunkAt + this.#chunk.length) {
      this.#chunkAt = at;
      this.#chunk = new Uint8Array(await this.#file.slice(at, at + CHUNK_BYTES).arrayBuffer());
    }
    return this.#chunk.subarray(at - this.#chunkAt, end - this.#chunkAt);
  }
}

/** The file without a last page that is cut off (the container reader would give up long before it); or the file itself. */
export async function withoutCutPage(file: Blob): Promise<Blob> {
  const opening = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (!isPageStart(opening)) return file;
  const last = await lastPageStart(file);
  if (last === null) return file;
  const bytes = lengthOf(last.bytes);
  return bytes === 0 || last.at + bytes > file.size ? file.slice(0, last.at) : file;
}

/**
 * Whether other streams follow those that the file begins with (RFC 3533, section 4: chained; what a radio's recorder writes): told by
 * the last page, which is none of theirs.
 */
export async function isChained(file: Blob): Promise<boolean> {
  const serials = new Set<number>();
  let at = 0;
  for (let page = await pageAt(file, at); page?.isFirst; page = await pageAt(file, at)) {
    serials.add(page.serial);
    at += page.bytes;
  }
  const last = await lastPageStart(file);
  const page = last && readPage(last.bytes, last.at);
  return page !== null && !serials.has(page.serial);
}

async function lastPageStart(file: Blob): Promise<{ readonly at: number; readonly bytes: Uint8Array } | null> {
  const tailAt = Math.max(0, file.size - MAX_PAGE_BYTES);
  const tail = new Uint8Array(await file.slice(tailAt).arrayBuffer());
  for (let at = tail.length - 4; at > 0; at--) {
    if (tail[at] === 0x4f && isPageStart(tail.subarray(at, at + 4)))
      return { at: tailAt + at, bytes: tail.subarray(at) };
  }
  return null;
}

/** The page that begins at this byte; null where none does, it is cut off, or its checksum is wrong. */
export async function pageAt(file: Blob, at: number): Promise<OggPage | null> {
  const bytes = new Uint8Array(await file.slice(at, at + MAX_PAGE_BYTES).arrayBuffer());
  return readPage(bytes, at);
}

/** The next page at or after this byte whose checksum is right and that `wanted` takes; null where there is none. */
export async function nextPage(file: Blob, from: number, wanted: (page: OggPage) => boolean): Promise<OggPage | null> {
  for (let start = from; start < file.size; start += CHUNK_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + CHUNK_BYTES + MAX_PAGE_BYTES).arrayBuffer());
    for (let at = 0; at < Math.min(CHUNK_BYTES, bytes.length); at++) {
      if (bytes[at] !== 0x4f || bytes[at + 1] !== 0x67) continue;
      const page = readPage(bytes.subarray(at, at + MAX_PAGE_BYTES), start + at);
      if (page !== null && wanted(page)) return page;
    }
  }
  return null;
}

function readPage(bytes: Uint8Array, at: number): OggPage | null {
  const length = isPageStart(bytes) ? lengthOf(bytes) : 0;
  if (length === 0 || bytes.length < length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (checksum(bytes.subarray(0, length)) !== view.getUint32(22, true)) return null;
  const position = view.getBigInt64(6, true);
  return {
    at,
    bytes: length,
    continued: (view.getUint8(5) & 1) === 1,
    isFirst: (view.getUint8(5) & 2) === 2,
    hasPosition: position > 0n,
    serial: view.getUint32(14, true),
  };
}

const isPageStart = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 4)) === "OggS";

/** Bytes of the page that begins here, by its own table; 0 where the table is cut off. */
function lengthOf(bytes: Uint8Array): number {
  const bodyAt = HEADER_BYTES + (bytes[26] ?? 0);
  return bytes.length < bodyAt ? 0 : bytes.subarray(HEADER_BYTES, bodyAt).reduce((sum, size) => sum + size, bodyAt);
}

/** The page's CRC-32, with its own four bytes taken for 0. */
function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < page.length; index++) {
    const byte = index >= 22 && index < 26 ? 0 : (page[index] as number);
    crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] as number);
  }
  return crc >>> 0;
}
