/**
 * Puts decoded pieces in their place on the file's timeline: frame 0 is the container's time 0, what lies before it
 * (encoder priming) is dropped, what the container leaves out (lost packets, a late start) becomes silence. Also evens
 * out what may change midway: another channel count is mapped to the first one, another rate is resampled linearly (rare:
 * chained or broadcast streams; good enough to keep times right, not meant as a resampler). Non-finite samples become 0.
 *
 * Timestamps of many containers are rounded (Matroska: 1 ms) and drift against the sample count, so a piece that lies
 * nearly where the last one ended is taken to follow it exactly. A jump backwards, or ahead by more than `MAX_GAP_S`, is a
 * new start of the clock, not a gap.
 */
import { energy } from "../../signal/energy.ts";
import type { PcmBlock } from "./decoded-file.ts";

const TOLERANCE_S = 0.06;
export const MAX_GAP_S = 600;
const SILENCE_BLOCK_S = 1;

/** A decoded piece as the decoder gives it. */
export interface PcmPiece {
  /** The container's word for when its first frame sounds, s; may be negative. */
  readonly timestampS: number;
  readonly sampleRateHz: number;
  readonly channels: Float32Array<ArrayBuffer>[];
  /** The first one behind something that was lost: its time is taken as it is, where others only drift. */
  readonly afterDamage?: boolean;
}

export interface TimelineOptions {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** The container's time that is frame 0, s. */
  readonly originS: number;
  /** Where the sound ends by the container's word (end padding); Infinity = where the decoder ends. */
  readonly endFrame: number;
  /** Where the first piece lies, for a stream that is begun in the middle; null or absent = where its timestamp says. */
  readonly startFrame?: number | null;
}

export class Timeline {
  readonly #options: TimelineOptions;
  #nextFrame: number | null = null;
  #clockShiftFrames = 0;
  /** Frames of silence put in for what the file left out between pieces. */
  missingFrames = 0;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#nextFrame = options.startFrame ?? null;
  }

  /** Frames placed so far: the length of the stream when nothing follows. */
  get frames(): number {
    return Math.min(Math.max(this.#nextFrame ?? 0, 0), this.#options.endFrame);
  }

  *place(piece: PcmPiece): Generator<PcmBlock, void, undefined> {
    const { sampleRateHz, channelCount, originS } = this.#options;
    const channels = toRate(toChannelCount(piece.channels, channelCount), piece.sampleRateHz, sampleRateHz);
    const length = channels[0]?.length ?? 0;
    if (length === 0) return;
    for (const channel of channels) silenceNonFinite(channel);
    const stated = Math.round((piece.timestampS - originS) * sampleRateHz) + this.#clockShiftFrames;
    yield* this.#fillUpTo(stated, piece.afterDamage ? 0 : length);
    const startFrame = this.#nextFrame ?? stated;
    this.#nextFrame = startFrame + length;
    const from = Math.max(0, -startFrame);
    const to = Math.min(length, this.#options.endFrame - startFrame);
    if (from >= to) return;
    const whole = from === 0 && to === length;
    yield { startFrame: startFrame + from, channels: whole ? channels : channels.map((c) => c.slice(from, to)) };
  }

  /** @param length of the piece that follows; 0 = fill even the smallest hole */
  *#fillUpTo(stated: number, length: number): Generator<PcmBlock, void, undefined> {
    const { sampleRateHz, channelCount, endFrame } = this.#options;
    const first = this.#nextFrame === null;
    const expected = this.#nextFrame ?? Math.min(stated, 0);
    const ahead = stated - expected;
    const tolerance = Math.max(length, TOLERANCE_S * sampleRateHz);
    const exact = first || length === 0;
    if (Math.abs(ahead) <= tolerance && !(exact && ahead > 0)) {
      this.#nextFrame = expected;
      return;
    }
    if (ahead < 0 || ahead > MAX_GAP_S * sampleRateHz) {
      this.#clockShiftFrames -= ahead;
      this.#nextFrame = expected;
      return;
    }
    if (!first) this.missingFrames += ahead;
    const blockFrames = SILENCE_BLOCK_S * sampleRateHz;
    for (let startFrame = expected; startFrame < Math.min(stated, endFrame); startFrame += blockFrames) {
      const frames = Math.min(blockFrames, stated - startFrame, endFrame - startFrame);
      yield { startFrame, channels: Array.from({ length: channelCount }, () => new Float32Array(frames)) };
    }
    this.#nextFrame = stated;
  }
}

type Channels = Float32Array<ArrayBuffer>[];

function silenceNonFinite(samples: Float32Array): void {
  // Nearly always there is nothing to look for.
  if (Number.isFinite(energy(samples, samples.length))) return;
  for (let index = 0; index < samples.length; index++) {
    if (!Number.isFinite(samples[index])) samples[index] = 0;
  }
}

/** Fewer channels repeat the last one, more are averaged into the last one: nothing that sounds is lost. */
function toChannelCount(channels: Channels, wanted: number): Channels {
  if (channels.length === wanted || channels.length === 0) return channels;
  if (channels.length < wanted) {
    return Array.from({ length: wanted }, (_, index) => new Float32Array(channels[index] ?? channels.at(-1) ?? []));
  }
  const kept = channels.slice(0, wanted);
  const last = kept.at(-1);
  const rest = channels.slice(wanted);
  last?.forEach((value, frame) => {
    last[frame] = rest.reduce((sum, channel) => sum + (channel[frame] ?? 0), value) / (rest.length + 1);
  });
  return kept;
}

function toRate(channels: Channels, fromHz: number, toHz: number): Channels {
  if (fromHz === toHz) return channels;
  return channels.map((channel) => {
    const resampled = new Float32Array(Math.round((channel.length * toHz) / fromHz));
    for (let index = 0; index < resampled.length; index++) {
      const at = (index * fromHz) / toHz;
      const left = Math.floor(at);
      const a = channel[left] ?? 0;
      resampled[index] = a + ((channel[left + 1] ?? a) - a) * (at - left);
    }
    return resampled;
  });
}
