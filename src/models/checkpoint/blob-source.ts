/** A blob (a file of the person's own, or a stored one) as a source that is read at places. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource } from "./checkpoint.ts";

export function blobSource(blob: Blob): ByteSource {
  return {
    bytes: blob.size,
    async read(offset, length) {
      const bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      if (bytes.length === length) return bytes;
      throw new EarshotError("model-incomplete", `${bytes.length} of ${length} bytes at ${offset}`);
    },
  };
}
