/**
 * Owns: the memory that a file's packs lie in. Where threads share memory, a few stretches are used in turn, which the
 * model's worker reads where they are: hours of sound leave nothing behind for a collector, that would notice it late. Else
 * every pack has an array of its own, to be transferred.
 */
import { sharesMemory } from "../rpc/shared-memory.ts";

export class PackPlaces {
  readonly #places: readonly { array: Float32Array<SharedArrayBuffer> }[] | null;
  #turn = 0;

  /** @param count a place is written again after so many packs: whoever reads it must be done by then. */
  constructor(count: number, shares = sharesMemory()) {
    this.#places = shares ? Array.from({ length: count }, () => ({ array: shared(0) })) : null;
  }

  /** So many samples in the next place, their content whatever it was. */
  readonly take = (length: number): Float32Array => {
    const place = this.#places?.[this.#turn++ % this.#places.length];
    if (!place) return new Float32Array(length);
    if (place.array.length < length) place.array = shared(length);
    return place.array.subarray(0, length);
  };
}

function shared(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
