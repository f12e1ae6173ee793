/** A file on a Hub that is read at places. Reads ahead: headers lie close together, and a request takes longer than a few kilobytes. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource } from "../../models/checkpoint/checkpoint.ts";

/** The header of a large model has 50 to 160 KB. */
const AHEAD_BYTES = 128 << 10;

/** @param read exactly those bytes */
export function hubSource(
  bytes: number,
  read: (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  let block: Uint8Array<ArrayBuffer> = new Uint8Array();
  let blockAt = 0;
  return {
    bytes,
    async read(offset, length) {
      if (offset + length > bytes) {
        throw new EarshotError("model-incomplete", `${bytes} bytes, asked for ${offset + length}`);
      }
      if (length === 0) return new Uint8Array();
      if (offset < blockAt || offset + length > blockAt + block.byteLength) {
        block = await read(offset, Math.min(Math.max(length, AHEAD_BYTES), bytes - offset));
        blockAt = offset;
      }
      return block.slice(offset - blockAt, offset - blockAt + length);
    },
  };
}
