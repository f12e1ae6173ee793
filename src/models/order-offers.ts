/**
 * Which of a model's precisions fits this machine best, and which its memory does not hold.
 *
 * The rule. Up to 100 MB full precision comes first: it downloads in seconds and is what the author measured. Above that:
 * - without WebGPU, int8 first: a quarter of the bytes and the fastest in WASM (wav2vec2-base: int8 0.73 of fp32's time,
 *   4-bit 1.1; measured on two cores); fp16 last but the 4-bit ones, since WASM computes it as fp32 with casts around it;
 * - with WebGPU, fp16 first: half the bytes and the graphics processor's own arithmetic; int8 has hardly any kernels there.
 * 8-bit blocks (q8, made here) keep more than int8, but WASM takes 1.4 times fp32's time for them: behind it there.
 * 4-bit comes last on both: it costs accuracy and, in WASM, time. It is for models of which nothing else fits in memory.
 * The backend's self-test measures what was chosen; this only says what to download.
 */
import type { Precision, PrecisionOffer } from "./precision.ts";
import type { MachineFacts } from "./preflight.ts";

const SMALL_BYTES = 100e6;
const SMALL: readonly Precision[] = ["fp32", "fp16", "q8", "int8", "uint8", "q4", "q4f16", "bnb4"];
const LARGE_WASM: readonly Precision[] = ["int8", "uint8", "fp32", "fp16", "q8", "q4", "bnb4", "q4f16"];
const LARGE_WEBGPU: readonly Precision[] = ["fp16", "fp32", "q8", "int8", "uint8", "q4f16", "q4", "bnb4"];

/** Weights stand in memory about twice while a session is made (423 MB of them: 0.93 GB of page memory, measured). */
const MEMORY_PER_WEIGHT_BYTE = 2.2;
/** A 32-bit WASM heap. Weights on their way to the graphics processor pass through it too. */
const HEAP_BYTES = 2 ** 32;
/** Of the machine's memory, what one page may take without the system swapping. */
const MEMORY_SHARE = 0.5;

/** Bytes of weights that this machine can load. An unknown memory is taken to be enough for a full heap. */
export function roomForWeights({ memoryGB }: MachineFacts): number {
  const memoryBytes = memoryGB === null ? HEAP_BYTES : memoryGB * 2 ** 30 * MEMORY_SHARE;
  return Math.min(HEAP_BYTES, memoryBytes) / MEMORY_PER_WEIGHT_BYTE;
}

export interface OrderedOffers {
  readonly offers: PrecisionOffer[];
  readonly tooLarge: Precision[];
}

export function orderOffers(offers: readonly PrecisionOffer[], machine: MachineFacts): OrderedOffers {
  const order = orderFor(offers, machine.webgpu);
  const byFit = [...offers].sort((a, b) => order.indexOf(a.precision) - order.indexOf(b.precision));
  const room = roomForWeights(machine);
  const fits = byFit.filter(({ totalBytes }) => totalBytes <= room);
  const tooLarge = byFit.filter(({ totalBytes }) => totalBytes > room);
  return { offers: [...fits, ...tooLarge], tooLarge: tooLarge.map(({ precision }) => precision) };
}

/** A model without full precision counts by what its other files would be in it. */
function orderFor(offers: readonly PrecisionOffer[], webgpu: boolean): readonly Precision[] {
  const full = offers.find(({ precision }) => precision === "fp32");
  const bytes = full?.totalBytes ?? Math.max(0, ...offers.map(fullBytes));
  if (bytes <= SMALL_BYTES) return SMALL;
  return webgpu ? LARGE_WEBGPU : LARGE_WASM;
}

/** Mean bytes of a weight. 4-bit files keep embeddings and norms whole, so that their mean is above a half. */
const WEIGHT_BYTES: Readonly<Record<Precision, number>> = {
  fp32: 4,
  fp16: 2,
  q8: 1.2,
  int8: 1,
  uint8: 1,
  q4: 0.75,
  q4f16: 0.65,
  bnb4: 0.7,
};

function fullBytes(offer: PrecisionOffer): number {
  return 4 * weightsOf(offer);
}

/** How many weights a file of that size and precision holds, about. */
export function weightsOf({ precision, totalBytes }: PrecisionOffer): number {
  return totalBytes / WEIGHT_BYTES[precision];
}
