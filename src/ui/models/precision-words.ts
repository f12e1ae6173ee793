/** The precisions of a model's weights, as people say them. */
import { type CheckpointFormat, fetchBytesOf, type Precision, type PrecisionOffer } from "../../models/precision.ts";
import { formatBytes } from "../figures.ts";

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

const FORMATS: Record<CheckpointFormat, string> = { safetensors: "safetensors", pytorch: "PyTorch" };

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
    case "q8":
      return "A quarter of the bytes, and closest to full precision among the small ones.";
    case "int8":
    case "uint8":
      return "A quarter of the bytes, and the fastest without a graphics processor.";
    default:
      return "What fits in the memory of this machine.";
  }
}

/** Of one that is made here: from what, and how much has to come for it. */
export function madeWords(offer: PrecisionOffer): string {
  return `Made here of its ${FORMATS[offer.making?.format ?? "safetensors"]} weights: ${formatBytes(fetchBytesOf(offer))} to fetch.`;
}
