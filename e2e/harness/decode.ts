/**
 * The decoder of the production build, driven without a screen: what a whole pass over a file gives, and whether its
 * parts, as the audio worker gives them, are the same frames. Files come as base64.
 */
import { askThrough } from "../../src/capture/decode/ask-page.ts";
import type { DecodeBatch } from "../../src/capture/decode/mp3-batches.ts";
import { openFile } from "../../src/capture/decode/open-file.ts";
import { lendDecoder } from "../../src/capture/lend-decoder.ts";
import type { StreamFacts } from "../../src/capture/pcm.ts";
import { type PlainError, toPlainError } from "../../src/errors/earshot-error.ts";
import AudioWorker from "../../src/stream/audio.worker.ts?worker";
import { readRange } from "../../src/stream/file-parts.ts";
import { StreamClient } from "../../src/stream/stream-client.ts";

export interface DecodedSound {
  readonly facts: StreamFacts | null;
  readonly frames: number;
  /** Middles of the ticks, s. */
  readonly ticksS: number[];
  readonly loudest: number;
  readonly damage: PlainError | null;
  /** Why nothing was decoded. */
  readonly error: PlainError | null;
}

const stream = new StreamClient(() => new AudioWorker());
const never = new AbortController().signal;

/** Shorter than the shortest time between two ticks, longer than one. */
const TICK_S = 0.05;
const TICK_LEVEL = 0.2;

async function decodeFile(name: string, base64: string): Promise<DecodedSound> {
  try {
    const { facts, channels, damage } = await asTheApp(fileOf(name, base64));
    const mono = channels[0] ?? new Float32Array();
    const loudest = mono.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { facts, frames: mono.length, ticksS: ticksIn(mono, facts.sourceRateHz), loudest, damage, error: null };
  } catch (thrown) {
    return { facts: null, frames: 0, ticksS: [], loudest: 0, damage: null, error: toPlainError(thrown) };
  }
}

/** The largest difference between a part and the same frames of a whole pass; Infinity where a frame is missing. */
async function compareRange(name: string, base64: string, parts: readonly (readonly [number, number])[]) {
  const file = fileOf(name, base64);
  const whole = await asTheApp(file);
  const rateHz = whole.facts.sourceRateHz;
  const frames = whole.channels[0]?.length ?? 0;
  const differences: number[] = [];
  for (const [fromS, toS] of parts) {
    const { channels } = await readRange(stream, file, fromS, toS, never);
    const fromFrame = Math.round(fromS * rateHz);
    differences.push(
      largestDifference(channels, whole.channels, fromFrame, Math.min(Math.round(toS * rateHz), frames)),
    );
  }
  return differences;
}

export interface BothWays {
  /** How many batches were asked for, and how many of them were decoded. */
  readonly asked: number;
  readonly answered: number;
  /** Of the two ways: in batches, packet by packet. */
  readonly frames: readonly [number, number];
  readonly damage: readonly [PlainError | null, PlainError | null];
  readonly difference: number;
}

/** An MP3 by the page's `decodeAudioData`, and by an AudioDecoder alone. */
async function decodeBothWays(name: string, base64: string): Promise<BothWays> {
  const file = fileOf(name, base64);
  const answers: boolean[] = [];
  const ask = askThrough(lendDecoder(), never);
  if (!ask) throw new Error("no decodeAudioData");
  const batches = await decodeWhole(file, async (bytes, sampleRateHz) => {
    const channels = await ask(bytes, sampleRateHz);
    answers.push(channels !== null);
    return channels;
  });
  const packets = await decodeWhole(file);
  const frames = [batches, packets].map(({ channels }) => channels[0]?.length ?? 0) as [number, number];
  return {
    asked: answers.length,
    answered: answers.filter(Boolean).length,
    frames,
    damage: [batches.damage, packets.damage],
    difference: largestDifference(batches.channels, packets.channels, 0, frames[1]),
  };
}

/** As the audio worker does. */
const asTheApp = (file: File) => decodeWhole(file, askThrough(lendDecoder(), never));

async function decodeWhole(file: File, decodeBatch?: DecodeBatch) {
  const opened = await openFile(file, never, decodeBatch);
  const channels = await collect(opened.blocks(), opened.facts.channels);
  const damage = opened.damage();
  return { facts: opened.facts, channels, damage: damage && toPlainError(damage) };
}

async function collect(
  blocks: AsyncIterable<{ startFrame: number; channels: Float32Array[] }>,
  channelCount: number,
): Promise<Float32Array[]> {
  const parts: Float32Array[][] = Array.from({ length: channelCount }, () => []);
  let next = 0;
  for await (const { startFrame, channels } of blocks) {
    if (startFrame !== next) throw new Error(`a hole before frame ${startFrame}: expected ${next}`);
    next += channels[0]?.length ?? 0;
    channels.forEach((channel, index) => {
      parts[index]?.push(channel.slice());
    });
  }
  return parts.map((pieces) => {
    const joined = new Float32Array(next);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  });
}

function largestDifference(
  part: readonly Float32Array[],
  whole: readonly Float32Array[],
  fromFrame: number,
  toFrame: number,
): number {
  let largest = part[0]?.length === toFrame - fromFrame ? 0 : Number.POSITIVE_INFINITY;
  part.forEach((channel, index) => {
    channel.forEach((value, frame) => {
      largest = Math.max(largest, Math.abs(value - (whole[index]?.[fromFrame + frame] ?? 9)));
    });
  });
  return largest;
}

/** Where each tick's energy is centred. */
function ticksIn(samples: Float32Array, rateHz: number): number[] {
  const ticksS: number[] = [];
  const reach = Math.round((TICK_S / 2) * rateHz);
  for (let at = 0; at < samples.length; at++) {
    if (Math.abs(samples[at] ?? 0) < TICK_LEVEL) continue;
    let energy = 0;
    let moment = 0;
    for (let frame = Math.max(0, at - reach); frame < Math.min(samples.length, at + reach); frame++) {
      const power = (samples[frame] ?? 0) ** 2;
      energy += power;
      moment += power * frame;
    }
    ticksS.push(moment / energy / rateHz);
    at += 2 * reach;
  }
  return ticksS;
}

function fileOf(name: string, base64: string): File {
  return new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name);
}

export const decoding = { decodeFile, decodeBothWays, compareRange, stream };
