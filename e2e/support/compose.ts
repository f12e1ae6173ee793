/**
 * Long recordings with known events: clips at random times over noise. The same clips and seed give the same samples.
 *
 * Noise of -50 to -40 dBFS; 15 to 25 clips, each once, 10 to 25 dB above it. One clip in sixteen begins inside another of
 * another label; the others keep half a second away from each other, and clips of one label three seconds. Two of them are
 * heard again, equally loud: one begins in the seconds after 10:00, one ends less than 0.3 s before the recording does.
 * Whether the end of a recording is heard as well as its middle shows in these pairs, whatever the model makes of the clip.
 */
import { backgroundNoise, between, seededRandom } from "./compose-noise.ts";
import { type PlacedSound, type SourceClip, soundOf } from "./compose-sound.ts";

export const COMPOSED_RATE_HZ = 16_000;
/** 10 min 12.3 s: room for two events after the tenth minute; no whole number of windows or hops. */
export const COMPOSED_S = 612.3;

const NOISE_DB = [-50, -40] as const;
const SNR_DB = [10, 25] as const;
const CLIPS = [15, 25] as const;
const OVERLAP_SHARE = 1 / 16;
const APART_S = 0.5;
const SAME_LABEL_APART_S = 3;
/** Where the clip after 10:00 begins, counted from the recording's end, and how long it and the last one may be. */
const LATE_BEFORE_END_S = [12, 11] as const;
const LATE_MOST_S = 5.1;
const BEFORE_END_S = [0.05, 0.3] as const;
const TRIES = 200;

/** Seconds from the start of the recording. */
export interface TrueEvent {
  readonly label: string;
  readonly startS: number;
  readonly endS: number;
  /** How much louder than the noise, in dB. */
  readonly snrDb: number;
  /** Which of the clips it is. */
  readonly clip: number;
}

export interface Recording {
  /** Mono at `COMPOSED_RATE_HZ`. */
  readonly samples: Float32Array;
  /** By start. */
  readonly events: readonly TrueEvent[];
}

interface Sound extends PlacedSound {
  readonly clip: number;
}

interface Place {
  readonly sound: Sound;
  readonly at: number;
}

/**
 * @param clips mono at `COMPOSED_RATE_HZ`
 * @throws Error where the clips don't fit.
 */
export function composeRecording(clips: readonly SourceClip[], seed: number, lengthS = COMPOSED_S): Recording {
  const random = seededRandom(seed);
  const noiseRms = 10 ** (between(random, ...NOISE_DB) / 20);
  const length = Math.round(lengthS * COMPOSED_RATE_HZ);
  const samples = backgroundNoise(random, length, COMPOSED_RATE_HZ, noiseRms);
  const count = Math.floor(between(random, CLIPS[0], CLIPS[1] + 1));
  const sounds = shuffled(clips.keys(), random)
    .slice(0, count)
    .map((clip) => {
      const sound = soundOf(clips[clip] as SourceClip, COMPOSED_RATE_HZ, noiseRms, between(random, ...SNR_DB));
      return { ...sound, clip };
    });
  const places = placed(sounds, length, random);
  for (const { sound, at } of places) {
    for (const [n, sample] of sound.samples.entries()) samples[at + n] = (samples[at + n] as number) + sample;
  }
  const events = places.flatMap(({ sound: { label, spans, snrDb, clip }, at }) =>
    spans.map(([start, end]) => ({
      label,
      startS: (at + start) / COMPOSED_RATE_HZ,
      endS: (at + end) / COMPOSED_RATE_HZ,
      snrDb,
      clip,
    })),
  );
  return { samples, events: events.sort((a, b) => a.startS - b.startS) };
}

function placed(sounds: readonly Sound[], length: number, random: () => number): Place[] {
  const isShort = ({ samples }: Sound) => samples.length <= LATE_MOST_S * COMPOSED_RATE_HZ;
  const last = sounds.find(isShort);
  const late = sounds.find((sound) => isShort(sound) && sound.label !== last?.label);
  if (!last || !late) throw new Error("no two short clips of different labels");
  const audibleEnd = last.spans.at(-1)?.[1] ?? 0;
  const seconds = (range: readonly [number, number]) => Math.round(between(random, ...range) * COMPOSED_RATE_HZ);
  // What follows the audible part may be cut off by the recording's end.
  const lastAt = length - seconds(BEFORE_END_S) - audibleEnd;
  const ending = { ...last, samples: last.samples.subarray(0, length - lastAt) };
  const lateAt = length - seconds(LATE_BEFORE_END_S);
  const places: Place[] = [
    { sound: ending, at: lastAt },
    { sound: late, at: lateAt },
  ];
  for (const sound of sounds) places.push(placeFor(sound, places, lateAt, random));
  return places;
}

/** A free place that ends before `limit`. */
function placeFor(sound: Sound, taken: readonly Place[], limit: number, random: () => number): Place {
  const hosts = taken.filter(({ at }) => at < limit);
  const overlaps = hosts.length > 0 && random() < OVERLAP_SHARE;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const host = overlaps ? hosts[Math.floor(random() * hosts.length)] : undefined;
    const at = Math.floor(host ? between(random, host.at, host.at + host.sound.samples.length) : random() * limit);
    if (at + sound.samples.length > limit - APART_S * COMPOSED_RATE_HZ) continue;
    const isFree = taken.every((other) => {
      if (other.sound.label === sound.label) return distance(sound, at, other) >= SAME_LABEL_APART_S * COMPOSED_RATE_HZ;
      return overlaps || distance(sound, at, other) >= APART_S * COMPOSED_RATE_HZ;
    });
    if (isFree) return { sound, at };
  }
  throw new Error(`no place for ${sound.label}`);
}

/** Samples between the two; below 0 where they overlap. */
function distance(sound: Sound, at: number, other: Place): number {
  return Math.max(other.at - (at + sound.samples.length), at - (other.at + other.sound.samples.length));
}

function shuffled<T>(items: Iterable<T>, random: () => number): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
