/** The harness' decoder driven from a test, and files damaged as disks and networks damage them. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { type FormatFixture, formatFixture, TICKS_S } from "../fixtures/formats.mjs";
import type { DecodedSound } from "../harness/decode.ts";

export type Damage = "zeros" | "noise" | "half";

export function bytesOf(name: string): Buffer {
  return readFileSync(formatFixture(name));
}

/** A part in the middle overwritten, or the second half missing. */
export function damaged(bytes: Buffer, damage: Damage): Buffer {
  const middle = bytes.length >> 1;
  if (damage === "half") return bytes.subarray(0, middle);
  const copy = Buffer.from(bytes);
  // One sector's worth of nothing, or twice as much of something.
  const length = damage === "zeros" ? 512 : 1024;
  let seed = 3;
  for (let at = middle; at < Math.min(copy.length, middle + length); at++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    copy[at] = damage === "zeros" ? 0 : seed >>> 16;
  }
  return copy;
}

export const decode = (page: Page, name: string, bytes: Buffer): Promise<DecodedSound> =>
  page.evaluate(([file, base64]) => window.decoding.decodeFile(file, base64), [
    name,
    bytes.toString("base64"),
  ] as const);

/** The largest difference of each part, s, to the same frames of a whole pass. */
export const compareParts = (page: Page, name: string, parts: readonly (readonly [number, number])[]) =>
  page.evaluate(([file, base64, wanted]) => window.decoding.compareRange(file, base64, wanted), [
    name,
    bytesOf(name).toString("base64"),
    parts,
  ] as const);

/** Where the ticks must be heard, s. */
export const ticksOf = ({ durationS, lateS = 0 }: FormatFixture): number[] =>
  TICKS_S.filter((tickS) => tickS < durationS).map((tickS) => tickS + lateS);
