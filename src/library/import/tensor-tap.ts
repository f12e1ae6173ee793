/**
 * Takes tensors out of a file that passes by. Holds the bytes of those that are open, and nothing else; tensors may lie over one
 * another (a pickle's views of one storage do). Knows no hash and no recipe.
 */
import type { TensorPlace } from "../../models/checkpoint/checkpoint.ts";

export interface WholeTensor {
  readonly place: TensorPlace;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Open extends WholeTensor {
  held: number;
}

export class TensorTap {
  /** By where they begin. */
  readonly #waiting: TensorPlace[];
  #open: Open[] = [];
  #next = 0;
  #position: number;

  /** @param wanted of one file; those that begin before `position` are not taken */
  constructor(wanted: readonly TensorPlace[], position: number) {
    this.#position = position;
    this.#waiting = wanted.filter(({ offset }) => offset >= position).sort((a, b) => a.offset - b.offset);
  }

  get position(): number {
    return this.#position;
  }

  /** Where the next tensor begins or ends; null = none is left. */
  boundary(): number | null {
    let nearest = this.#waiting[this.#next]?.offset ?? Number.POSITIVE_INFINITY;
    for (const { place } of this.#open) nearest = Math.min(nearest, place.offset + place.bytes);
    return Number.isFinite(nearest) ? nearest : null;
  }

  /** Those that begin here. Asked for before the bytes that follow are given. */
  begin(): TensorPlace[] {
    const begun: TensorPlace[] = [];
    for (let place = this.#waiting[this.#next]; place?.offset === this.#position; place = this.#waiting[this.#next]) {
      this.#open.push({ place, bytes: new Uint8Array(place.bytes), held: 0 });
      begun.push(place);
      this.#next++;
    }
    return begun;
  }

  /** @param bytes must not lead over `boundary()` */
  take(bytes: Uint8Array): void {
    for (const open of this.#open) {
      open.bytes.set(bytes, open.held);
      open.held += bytes.byteLength;
    }
    this.#position += bytes.byteLength;
  }

  /** Those that end here; empty ones too. */
  end(): WholeTensor[] {
    const whole = this.#open.filter(({ held, place }) => held === place.bytes);
    if (whole.length > 0) this.#open = this.#open.filter((open) => !whole.includes(open));
    return whole;
  }

  /** Begun, and not whole yet. */
  openNames(): string[] {
    return this.#open.map(({ place }) => place.name);
  }
}
