/** A clip as it will be heard in a composed recording: cut out of its silence, at its loudness, and when it is audible. */
import { rootMeanSquare } from "./compose-noise.ts";

/** Levels are measured in frames of 20 ms. */
const FRAME_S = 0.02;
/** What lies further below the clip's loudest frame is its silence. */
const SOUNDING_RANGE_DB = 30;
const FADE_S = 0.01;
/** Louder samples would be clipped by the 16-bit file. */
const MOST_PEAK = 0.9;
/** A rest this long ends an event; a shorter one, between barks or notes, belongs to it: a window of the model spans it. */
const REST_S = 2;
/** An audible blip shorter than this is no event, unless the clip has nothing else. */
const LEAST_EVENT_S = 0.1;

export interface SourceClip {
  readonly label: string;
  /** Mono, at the recording's rate. */
  readonly samples: Float32Array;
}

export interface PlacedSound {
  readonly label: string;
  readonly samples: Float32Array;
  /** When it is audible: [start, end) in samples of its own. */
  readonly spans: readonly (readonly [number, number])[];
  readonly snrDb: number;
}

/**
 * The clip's sounding part, `snrDb` louder than the noise by root mean square. It is audible in the frames that are within
 * 30 dB of its loudest and at least as loud as the noise: a decay that sinks into the noise has ended.
 */
export function soundOf({ label, samples }: SourceClip, rateHz: number, noiseRms: number, snrDb: number): PlacedSound {
  const frame = Math.round(FRAME_S * rateHz);
  const levels = frameLevels(samples, frame);
  const least = Math.max(...levels) * 10 ** (-SOUNDING_RANGE_DB / 20);
  const sounding = levels.flatMap((level, index) => (level >= least && level > 0 ? [index] : []));
  const first = sounding[0] ?? 0;
  const last = sounding.at(-1) ?? 0;
  const cut = samples.slice(first * frame, (last + 1) * frame);
  const power = sounding.reduce((sum, index) => sum + (levels[index] as number) ** 2, 0) / sounding.length;
  const peak = cut.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = Math.min((noiseRms * 10 ** (snrDb / 20)) / Math.sqrt(power), MOST_PEAK / peak);

  const fade = Math.round(FADE_S * rateHz);
  for (let n = 0; n < cut.length; n++) {
    cut[n] = (cut[n] as number) * gain * Math.min(1, (n + 1) / fade, (cut.length - n) / fade);
  }
  const audible = levels
    .slice(first, last + 1)
    .flatMap((level, index) => (level >= least && level * gain >= noiseRms ? [index] : []));
  return { label, samples: cut, spans: spansOf(audible, frame, rateHz), snrDb };
}

function frameLevels(samples: Float32Array, frame: number): number[] {
  const count = Math.floor(samples.length / frame);
  return Array.from({ length: count }, (_, index) =>
    rootMeanSquare(samples.subarray(index * frame, (index + 1) * frame)),
  );
}

/** Audible frames, ascending, as spans that no rest interrupts. */
function spansOf(audible: readonly number[], frame: number, rateHz: number): [number, number][] {
  const spans: [number, number][] = [];
  for (const index of audible) {
    const current = spans.at(-1);
    const start = index * frame;
    if (current && start - current[1] < REST_S * rateHz) current[1] = start + frame;
    else spans.push([start, start + frame]);
  }
  const long = spans.filter(([start, end]) => end - start >= LEAST_EVENT_S * rateHz);
  return long.length > 0 ? long : spans.slice(0, 1);
}
