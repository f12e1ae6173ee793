/**
 * Compares a file's bytes, as they come by, with what its places were computed from. Keeps no state: pieces may come in any
 * order and cut, and a transfer may go on in the middle.
 */
import type { Guard } from "./checkpoint.ts";
import { damaged } from "./checkpoint-fault.ts";

/** @param offset of the piece in its file @throws EarshotError `model-corrupt` where the file is not what its directory says */
export function checkGuards(guards: readonly Guard[], file: string, offset: number, piece: Uint8Array): void {
  for (const guard of guards) {
    if (guard.file !== file) continue;
    const from = Math.max(guard.offset, offset);
    const to = Math.min(guard.offset + guard.bytes.length, offset + piece.length);
    for (let at = from; at < to; at++) {
      if (piece[at - offset] === guard.bytes[at - guard.offset]) continue;
      throw damaged(file, "archive", `a tensor does not begin where its archive says: byte ${at}`);
    }
  }
}
