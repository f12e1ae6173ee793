/**
 * Keeps account of a checkpoint's tensors while its graph is built: what was taken, what was wanted and is not there or has
 * another shape, and at the end what nobody asked for. A wrong checkpoint is so refused with all that is wrong with it, never
 * run with a made-up head.
 */
import type { Checkpoint } from "../checkpoint/checkpoint.ts";

export interface Misfit {
  readonly name: string;
  readonly has: readonly number[];
  readonly wants: readonly number[];
}

/** How a checkpoint fits a graph; all empty = it does. */
export interface Fit {
  readonly missing: readonly string[];
  readonly misfits: readonly Misfit[];
  readonly unknown: readonly string[];
}

export class TensorBook {
  readonly #tensors: Checkpoint["tensors"];
  readonly #taken = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #misfits = new Map<string, Misfit>();
  readonly #ignored: ((name: string) => boolean)[] = [];

  constructor({ tensors }: Checkpoint) {
    this.#tensors = tensors;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** Null where it is not there. Does not count as taken. */
  dimsOf(name: string): readonly number[] | null {
    return this.#tensors.get(name)?.dims ?? null;
  }

  names(): string[] {
    return [...this.#tensors.keys()];
  }

  /** Notes that the graph needs it, in this shape. Building goes on where it does not fit: all misfits are told at once. */
  take(name: string, wants: readonly number[]): void {
    const has = this.dimsOf(name);
    if (has === null) this.#missing.add(name);
    else if (!sameDims(has, wants)) this.#misfits.set(name, { name, has, wants });
    else this.#taken.add(name);
  }

  /** Names that the library, too, passes over (masks for training, decoders that do not classify). */
  ignore(matches: (name: string) => boolean): void {
    this.#ignored.push(matches);
  }

  fit(): Fit {
    const asked = (name: string) => this.#taken.has(name) || this.#misfits.has(name);
    const ignored = (name: string) => this.#ignored.some((matches) => matches(name));
    return {
      missing: [...this.#missing],
      misfits: [...this.#misfits.values()],
      unknown: this.names().filter((name) => !asked(name) && !ignored(name)),
    };
  }
}

function sameDims(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, at) => size === b[at]);
}
