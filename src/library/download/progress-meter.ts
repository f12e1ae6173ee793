/** What is shown of a download: bytes held of bytes in all, the rate of the last few seconds, the time left. */

export interface Progress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerS: number;
  readonly leftS: number | null;
}

/** Seconds that the rate is the mean of: shorter jumps about, longer tells too late that a line got slow. */
const RATE_OVER_S = 5;
/** Before so much time has gone by, a rate is a guess. */
const FIRST_RATE_S = 0.5;

export class ProgressMeter {
  readonly #nowMs: () => number;
  /** Held bytes of each file. A file of unknown size counts as large as what came of it. */
  readonly #held = new Map<string, number>();
  readonly #sizes = new Map<string, number | null>();
  /** Received bytes since the start, at times. What is received anew counts: it takes time. */
  #marks: { readonly atMs: number; readonly received: number }[] = [];
  #received = 0;

  constructor(files: readonly { readonly path: string; readonly bytes: number | null }[], nowMs: () => number) {
    this.#nowMs = nowMs;
    for (const { path, bytes } of files) this.#sizes.set(path, bytes);
    this.#marks = [{ atMs: nowMs(), received: 0 }];
  }

  add(path: string, heldBytes: number, receivedBytes: number): void {
    this.#held.set(path, heldBytes);
    this.#received += receivedBytes;
  }

  read(): Progress {
    const loadedBytes = sum(this.#held.values());
    const totalBytes = sum([...this.#sizes].map(([path, bytes]) => bytes ?? this.#held.get(path) ?? 0));
    const bytesPerS = this.#rate();
    const left = totalBytes - loadedBytes;
    return { loadedBytes, totalBytes, bytesPerS, leftS: bytesPerS > 0 ? left / bytesPerS : null };
  }

  #rate(): number {
    const atMs = this.#nowMs();
    this.#marks.push({ atMs, received: this.#received });
    const since = atMs - RATE_OVER_S * 1000;
    // The newest mark that is old enough stays: the rate is over the whole time.
    while ((this.#marks[1]?.atMs ?? atMs) <= since) this.#marks.shift();
    const [first] = this.#marks;
    const tookS = first ? (atMs - first.atMs) / 1000 : 0;
    return first && tookS >= FIRST_RATE_S ? (this.#received - first.received) / tookS : 0;
  }
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
