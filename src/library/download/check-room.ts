/** Whether what is still to come of a model fits: on the disk or, in its place, in memory. Asked before a byte moves. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { BlobPlaces } from "../blob-places.ts";
import type { PartialRow } from "../model-rows.ts";

/** @param freeBytes on the disk; null = unknown: then it is tried. @throws EarshotError `model-too-large` */
export async function checkRoom(row: PartialRow, places: BlobPlaces, freeBytes: number | null): Promise<void> {
  if (freeBytes === null) return;
  let toCome = 0;
  let inMemory = 0;
  for (const { bytes, blob, partId } of row.files) {
    if (blob !== null || bytes === null) continue;
    inMemory += bytes; // A part that finds the disk full moves to memory whole.
    toCome += Math.max(0, bytes - (await places.partBytes(partId)));
  }
  if (toCome <= freeBytes || inMemory <= places.memoryRoom) return;
  const details = { id: row.id, bytes: toCome, freeBytes, reason: "storage" };
  throw new EarshotError("model-too-large", `${toCome} bytes to come, ${freeBytes} free`, { details });
}
