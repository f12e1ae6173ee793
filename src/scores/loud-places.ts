/** Owns: when it is loud around an event: louder than the middle of what lies around it and belongs to no event. */

/** Samples [startSample, endSample). */
export interface Span {
  readonly startSample: number;
  readonly endSample: number;
}

/** How loud the sound is along time; `signal/sound-levels.ts` measures it. */
export interface Loudness {
  /** Seconds that a level speaks for. */
  readonly levelS: number;
  /** Half decibels above -120 dBFS, one after another from the start of the sound. */
  readonly levels: Uint8Array;
}

/** Above the level around, in half decibels: as loud again as what is there anyway, and a little. */
const OVER = 7;
/** -70 dBFS, quieter than any microphone's own noise: less is never loud, whatever lies around. */
const LEAST_LEVEL = 100;
/** Seconds before and after an event that count as around it, and how many of them must be free of events. */
const AROUND_S = 15;
const LEAST_AROUND_S = 1;
/** So near to an event (s) the level is that of its sound, still or already. */
const APART_S = 0.5;
/** So far outside of its edges (s) an event still claims what is loud. */
const CLAIM_S = 0.3;

/** Levels by number, and the events that they may belong to. */
export class LoudPlaces {
  readonly #loudness: Loudness;
  readonly #samples: number;
  /** Of each level, how many events are near, and how many claim it. */
  readonly #near: Uint16Array;
  readonly #claims: Uint16Array;

  constructor(loudness: Loudness, spans: readonly Span[], sampleRateHz: number) {
    this.#loudness = loudness;
    this.#samples = loudness.levelS * sampleRateHz;
    this.#near = this.#coverage(spans, APART_S);
    this.#claims = this.#coverage(spans, CLAIM_S);
  }

  get count(): number {
    return this.#loudness.levels.length;
  }

  at(sample: number): number {
    return Math.floor(sample / this.#samples);
  }

  sample(at: number): number {
    return Math.round(at * this.#samples);
  }

  levelsIn(seconds: number): number {
    return Math.round(seconds / this.#loudness.levelS);
  }

  /** What another event than this one has. */
  claimedBeside(own: Span): (at: number) => boolean {
    const [from, to] = this.#around(own, CLAIM_S);
    return (at) => (this.#claims[at] as number) > Number(at >= from && at < to);
  }

  /** What is loud near this event; null where that cannot be told. */
  loudNear(span: Span): ((at: number) => boolean) | null {
    const { levels } = this.#loudness;
    const [from, to] = this.#around(span, AROUND_S);
    const histogram = new Uint16Array(256);
    let free = 0;
    for (let at = from; at < to; at++) {
      if (this.#near[at] !== 0) continue;
      const level = levels[at] as number;
      histogram[level] = (histogram[level] as number) + 1;
      free++;
    }
    if (free < this.levelsIn(LEAST_AROUND_S)) return null;
    const least = Math.max(LEAST_LEVEL, medianOf(histogram, free) + OVER);
    return (at) => (levels[at] as number) >= least;
  }

  /** First, and one past the last: the event and so many seconds more on each side, as far as there are levels. */
  #around({ startSample, endSample }: Span, seconds: number): [number, number] {
    const more = this.levelsIn(seconds);
    const to = this.at(endSample - 1) + 1 + more;
    return [Math.max(0, this.at(startSample) - more), Math.min(this.count, to)];
  }

  #coverage(spans: readonly Span[], seconds: number): Uint16Array {
    const counts = new Uint16Array(this.count);
    for (const span of spans) {
      const [from, to] = this.#around(span, seconds);
      for (let at = from; at < to; at++) counts[at] = (counts[at] as number) + 1;
    }
    return counts;
  }
}

/** The middle one of so many levels. */
function medianOf(histogram: Uint16Array, count: number): number {
  let level = 0;
  for (let below = histogram[0] as number; below <= count >> 1; below += histogram[level] as number) level++;
  return level;
}
