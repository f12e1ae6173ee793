/**
 * Owns: arrays that are done with, for those who need one of that length next. Hours of sound would otherwise leave
 * gigabytes behind, which the collector notices late: they lie outside of the heap that it watches.
 */

/** More than are ever under way; the rest is left to the collector. */
const MOST_SPARE = 64;

export class SpareArrays {
  readonly #spare: Float32Array<ArrayBuffer>[] = [];

  /** An array of that length, its content whatever it was. */
  take(length: number): Float32Array<ArrayBuffer> {
    const index = this.#spare.findLastIndex((array) => array.length === length);
    return this.#spare.splice(index, index < 0 ? 0 : 1)[0] ?? new Float32Array(length);
  }

  /** Nobody reads or writes these any more. Views of a larger buffer are not taken. */
  give(arrays: readonly Float32Array<ArrayBuffer>[]): void {
    for (const array of arrays) {
      const isWhole = array.byteLength === array.buffer.byteLength && array.length > 0;
      if (isWhole && this.#spare.length < MOST_SPARE) this.#spare.push(array);
    }
  }
}
