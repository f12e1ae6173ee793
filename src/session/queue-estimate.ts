/**
 * How long a queue still takes, from how fast it went so far. Bytes are what is known of a file before it is opened, and
 * what a byte costs differs by kind (an hour of WAV is eleven times an hour of MP3), so rates are kept by file ending.
 */
interface Work {
  bytes: number;
  ms: number;
}

export interface Waiting {
  readonly name: string;
  readonly sizeBytes: number;
}

/** Less work than this says nothing about the rest. */
const LEAST_MS = 1000;

export class QueueEstimate {
  readonly #byKind = new Map<string, Work>();
  readonly #all: Work = { bytes: 0, ms: 0 };

  /** So much more of a file's bytes was done in so much time, pauses not counted. */
  add(name: string, bytes: number, ms: number): void {
    const kind = this.#byKind.get(kindOf(name)) ?? { bytes: 0, ms: 0 };
    this.#byKind.set(kindOf(name), kind);
    for (const work of [kind, this.#all]) {
      work.bytes += bytes;
      work.ms += ms;
    }
  }

  /** Seconds; null while too little is known. */
  leftS(waiting: readonly Waiting[]): number | null {
    if (this.#all.ms < LEAST_MS || this.#all.bytes === 0) return null;
    let leftMs = 0;
    for (const { name, sizeBytes } of waiting) {
      const kind = this.#byKind.get(kindOf(name));
      const work = kind !== undefined && kind.bytes > 0 ? kind : this.#all;
      leftMs += (sizeBytes * work.ms) / work.bytes;
    }
    return leftMs / 1000;
  }
}

function kindOf(name: string): string {
  return /\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? "";
}
