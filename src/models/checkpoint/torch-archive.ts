/**
 * The zip that `torch.save` writes since PyTorch 1.6: which records it has and where the bytes of each lie. Only what nobody
 * packed, encrypted or laid over something else is taken, so that a record is a place in the file and nothing is ever inflated.
 *
 * Where a record's bytes begin stands in its local header alone, and reading hundreds of these is hundreds of requests over
 * the network. PyTorch's writer pads each local header so that the bytes begin at a multiple of 64: that rule is followed where
 * it agrees with the place of the next record, and a `Guard` says what the header must then be; the header of any other record
 * (of an archive that was packed anew) is read.
 * Source: PyTorch, caffe2/serialize/inline_container.cc (getPadding); APPNOTE.TXT 6.3.10, 4.3.7 and 4.3.9.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource, Guard } from "./checkpoint.ts";
import { damaged, foreign, short } from "./checkpoint-fault.ts";
import { readZipDirectory, type ZipRecord } from "./zip-directory.ts";

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const ALIGNMENT = 64;
/** The extra field of the padding: "FB", its length. */
const PADDING_HEAD_BYTES = 4;
/** None; of sizes in 32 bits; of sizes in 64. */
const DESCRIPTOR_BYTES = [0, 16, 24] as const;
const LONGEST_EXTRA = 0xffff;

export interface TorchRecord {
  /** Without the archive's root. */
  readonly path: string;
  readonly bytes: number;
  readonly crc: number;
}

interface Place extends TorchRecord {
  readonly zip: ZipRecord;
  /** Where the next record, or the directory, may begin at the earliest. */
  readonly end: number;
}

export class TorchArchive {
  readonly #source: ByteSource;
  readonly #file: string;
  readonly #places: ReadonlyMap<string, Place>;

  private constructor(source: ByteSource, file: string, places: ReadonlyMap<string, Place>) {
    this.#source = source;
    this.#file = file;
    this.#places = places;
  }

  /** @throws EarshotError `model-corrupt` | `model-unsupported` | `model-incomplete` */
  static async open(source: ByteSource, file: string): Promise<TorchArchive> {
    const records = await recordsOf(source, file);
    const pickles = records.filter(({ path }) => path.endsWith("/data.pkl"));
    const [pickle] = pickles;
    if (!pickle) throw foreign(file, "no-state-dict", "the archive has no data.pkl");
    if (pickles.length > 1) throw damaged(file, "archive", "the archive has several data.pkl");
    const root = pickle.path.slice(0, -"data.pkl".length);
    const places = new Map<string, Place>();
    const inOrder = records.toSorted((a, b) => a.at - b.at);
    for (const [index, zip] of inOrder.entries()) {
      const end = inOrder[index + 1]?.at ?? source.bytes;
      if (zip.at + LOCAL_BYTES + zip.packedBytes > end) throw damaged(file, "archive", `${short(zip.path)} overlaps`);
      if (!zip.path.startsWith(root)) continue;
      const path = zip.path.slice(root.length);
      if (places.has(path)) throw damaged(file, "archive", `${short(zip.path)} is there twice`);
      places.set(path, { path, bytes: zip.bytes, crc: zip.crc, zip, end });
    }
    return new TorchArchive(source, file, places);
  }

  find(path: string): TorchRecord | null {
    return this.#places.get(path) ?? null;
  }

  /** A small record, its header included. */
  async read(path: string): Promise<Uint8Array> {
    const { zip, end } = this.#placeOf(path);
    const whole = LOCAL_BYTES + utf8Bytes(zip.path) + LONGEST_EXTRA + zip.bytes;
    const bytes = await this.#source.read(zip.at, Math.min(whole, end - zip.at));
    const from = this.#headerBytes(bytes, zip, end);
    return bytes.subarray(from, from + zip.bytes);
  }

  /** Where a record's bytes begin, and what to look for on the way there. */
  async locate(path: string): Promise<{ readonly offset: number; readonly guard: Guard | null }> {
    const { zip, end } = this.#placeOf(path);
    const byRule = offsetByRule(zip, end);
    if (byRule !== null) return { offset: byRule, guard: guardOf(this.#file, zip, byRule) };
    const header = await this.#source.read(zip.at, LOCAL_BYTES);
    return { offset: zip.at + this.#headerBytes(header, zip, end), guard: null };
  }

  #placeOf(path: string): Place {
    const place = this.#places.get(path);
    if (!place) throw damaged(this.#file, "archive", `the archive has no ${short(path)}`);
    const { encrypted, method, packedBytes, bytes } = place.zip;
    if (encrypted || method !== 0) throw foreign(this.#file, "packed", `${short(path)} is packed by method ${method}`);
    if (packedBytes !== bytes) throw damaged(this.#file, "archive", `${short(path)} has two sizes`);
    return place;
  }

  #headerBytes(bytes: Uint8Array, zip: ZipRecord, end: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL) {
      throw damaged(this.#file, "archive", `${short(zip.path)} is not where it should be`);
    }
    const length = LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
    if (zip.at + length + zip.bytes <= end) return length;
    throw damaged(this.#file, "archive", `${short(zip.path)} overlaps`);
  }
}

async function recordsOf(source: ByteSource, file: string): Promise<ZipRecord[]> {
  try {
    return await readZipDirectory(source);
  } catch (error) {
    if (!(error instanceof EarshotError) || error.code !== "archive-unreadable") throw error;
    throw (await isLegacy(source))
      ? foreign(file, "legacy-pickle", "it is of PyTorch before 1.6")
      : damaged(file, "archive", error.message);
  }
}

/** PyTorch's magic number 0x1950a86a20f9469cfc6c, pickled: 10 bytes of LONG1. */
const MAGIC = "8a0a6cfc9c46f9206aa85019";

/** Whether the magic number is what the file begins with, behind a pickle's protocol and, of newer ones, its frame. */
async function isLegacy(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(32, source.bytes));
  const hex = [...head].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.startsWith("80") && hex.includes(MAGIC);
}

/** Null where the rule does not explain the place of the next record. */
function offsetByRule({ at, path, bytes }: ZipRecord, end: number): number | null {
  const header = at + LOCAL_BYTES + utf8Bytes(path) + PADDING_HEAD_BYTES;
  const offset = Math.ceil(header / ALIGNMENT) * ALIGNMENT;
  return DESCRIPTOR_BYTES.some((descriptor) => offset + bytes + descriptor === end) ? offset : null;
}

/** The lengths of name and extra field, and the name: all of the header that its place depends on. */
function guardOf(file: string, { at, path }: ZipRecord, offset: number): Guard {
  const name = new TextEncoder().encode(path);
  const bytes = new Uint8Array(4 + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, name.length, true);
  view.setUint16(2, offset - at - LOCAL_BYTES - name.length, true);
  bytes.set(name, 4);
  return { file, offset: at + 26, bytes };
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
