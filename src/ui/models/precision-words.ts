/** The precisions of a model's weights, as people say them. */
import type { Precision, PrecisionOffer } from "../../models/precision.ts";

const NAMES: Record<Precision, string> = {
  fp32: "Full precision",
  fp16: "Half precision",
  q8: "8 bit, in blocks",
  int8: "8 bit",
  uint8: "8 bit, unsigned",
  q4: "4 bit",
  q4f16: "4 bit, rest in half precision",
  bnb4: "4 bit (bitsandbytes)",
};

export function precisionName(precision: Precision): string {
  return NAMES[precision];
}

/** Why the first of the offers stands first on this machine (`models/order-offers.ts`). */
export function whyBest(best: PrecisionOffer, offers: readonly PrecisionOffer[]): string {
  if (offers.length === 1) return "The only one that this model comes in.";
  switch (best.precision) {
    case "fp32":
      return "As its author made it, and small enough.";
    case "fp16":
      return "Half the bytes, and what a graphics processor is best at.";
    case "int8":
    case "uint8":
      return "A quarter of the bytes, and the fastest without a graphics processor.";
    default:
      return "What fits in the memory of this machine.";
  }
}
