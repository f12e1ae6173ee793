/** By what a stored model is named: its id and its precision, so that one model may be kept in two precisions. */
import type { Precision } from "../models/precision.ts";

/** "owner/name@revision fp16" and the like; a space is in no id of a Hub. */
export function modelKey(id: string, precision: Precision): string {
  return `${id} ${precision}`;
}
