/** Fields that configurations share, checked: a hostile file must ask neither for a million layers nor for the size 0. */
import * as v from "valibot";

/** A whole number from `least` on. */
export const count = (most: number, least = 1) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const hiddenSize = count(32_768);
export const layerCount = count(1_000);
export const epsilon = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const flag = v.boolean();

/** The library counts `id2label`; without it there are two. */
export const labelMap = v.optional(v.record(v.string(), v.unknown()), { 0: "LABEL_0", 1: "LABEL_1" });

export function labelCount(id2label: Readonly<Record<string, unknown>>): number {
  return Object.keys(id2label).length;
}
