/**
 * A part of a file, decoded without what lies before it: frames [fromFrame, toFrame) are those that a whole pass
 * (`open-file.ts`) gives at the same positions. PCM and FLAC are the same bits; a lossy codec is begun `PRE_ROLL_S`
 * earlier, by when its memory of earlier packets has faded.
 *
 * How a position is known without counting from the beginning: packets lie as far apart in the sound as their times do.
 * The second piece that a decoder gives is compared with the second one of the whole pass, because what a decoder takes
 * off its first one (Opus' and AAC's delay) is counted by some containers and not by others. Where the container rounds
 * times (Matroska: 1 ms) the distance is brought to the nearest whole count of packets. In a file whose clock jumps or
 * drifts against its samples (a broken recording) a part may therefore lie off the whole pass by as much as the clock
 * does, 60 ms at most.
 *
 * The track stays open for more parts until `close()`: an MP3 is looked through for packets only once.
 */
import { throwIfAborted } from "../decoding-cancelled.ts";
import type { StreamFacts } from "../pcm.ts";
import type { Pieces } from "./decode-packets.ts";
import type { PcmBlock } from "./decoded-file.ts";
import type { DecodedPiece } from "./decoder-run.ts";
import type { DecodeBatch } from "./mp3-batches.ts";
import { nextPiece, type OpenTrack, openTrack } from "./open-track.ts";
import { Timeline } from "./timeline.ts";

/** 25 packets of Opus (80 ms are asked for), 21 of AAC, 19 of MP3 (its reservoir reaches back over 9 at most). */
const PRE_ROLL_S = 0.5;
/** A packet of Vorbis holds a quarter of two block sizes, each a power of two and hardly ever under 128. */
const VORBIS_STEP_FRAMES = 64;
/** Pieces looked at to see whether all packets hold equally many frames. */
const PROBE_PIECES = 4;

/** Owns the file's reader until `close()`. */
export interface FileRange {
  readonly facts: StreamFacts;
  /**
   * Blocks in order and without holes, from `fromFrame` (0 where it is negative) to `toFrame` or the file's end. Frames at
   * the file's own rate. One at a time. Throws `aborted` only: damage ends it early.
   */
  frames(fromFrame: number, toFrame: number, signal: AbortSignal): AsyncGenerator<PcmBlock, void, undefined>;
  close(): void;
}

/** Errors: those of `open-track.ts`. @param decodeBatch as for a whole pass; what begins further on is decoded packet by packet */
export async function openRange(file: Blob, signal: AbortSignal, decodeBatch?: DecodeBatch): Promise<FileRange> {
  const track = await openTrack(file, signal, decodeBatch);
  const second = await nextPiece(track.rest);
  await track.rest.return();
  throwIfAborted(signal);
  const anchor = second && anchorOf(track, second);
  return {
    facts: track.facts,
    frames: (fromFrame, toFrame, stop) => cut(track, anchor, Math.max(0, fromFrame), toFrame, stop),
    close: () => track.close(),
  };
}

/** A place where the container's time and the whole pass' frames are both known. */
interface Anchor {
  readonly packetS: number;
  readonly frame: number;
}

function anchorOf({ first, timing }: OpenTrack, second: DecodedPiece): Anchor {
  const firstFrame = Math.round((first.timestampS - timing.originS) * timing.sampleRateHz);
  return { packetS: second.packetS, frame: firstFrame + framesOf(first) };
}

async function* cut(
  track: OpenTrack,
  anchor: Anchor | null,
  fromFrame: number,
  toFrame: number,
  signal: AbortSignal,
): AsyncGenerator<PcmBlock, void, undefined> {
  const { sampleRateHz, originS } = track.timing;
  const startS = originS + fromFrame / sampleRateHz - PRE_ROLL_S;
  const fromStart = anchor === null || startS <= anchor.packetS;
  const pieces = track.decodeFrom(fromStart ? Number.NEGATIVE_INFINITY : startS);
  try {
    const probed = await probe(pieces);
    const startFrame = fromStart ? null : positionOf(probed, anchor, track);
    const timeline = new Timeline({ ...track.timing, startFrame });
    for await (const piece of inTurn(probed, pieces)) {
      throwIfAborted(signal);
      for (const block of timeline.place(piece)) {
        const part = trim(block, fromFrame, toFrame);
        if (part !== null) yield part;
      }
      if (timeline.frames >= toFrame) return;
    }
    throwIfAborted(signal);
  } finally {
    await pieces.return();
  }
}

async function probe(pieces: Pieces): Promise<DecodedPiece[]> {
  const probed: DecodedPiece[] = [];
  while (probed.length < PROBE_PIECES) {
    const piece = await nextPiece(pieces);
    if (piece === null) break;
    probed.push(piece);
  }
  return probed;
}

/** Where the whole pass has the first of these pieces; null where there are too few to tell. */
function positionOf(probed: readonly DecodedPiece[], anchor: Anchor, track: OpenTrack): number | null {
  const [first, second] = probed;
  if (first === undefined || second === undefined) return null;
  const { timing, claim, facts } = track;
  const later = (second.packetS - anchor.packetS) * timing.sampleRateHz;
  const step = packetStep(probed, facts.codec);
  const whole = Math.round(later / step) * step;
  // Both times are rounded, by half a step each.
  const rounding = claim.timeStepS * timing.sampleRateHz + 1;
  const exact = Math.abs(whole - later) <= rounding ? whole : Math.round(later);
  return anchor.frame + exact - framesOf(first);
}

const framesOf = ({ channels }: DecodedPiece): number => channels[0]?.length ?? 0;

/** A number of frames that every packet holds a whole multiple of. */
function packetStep(probed: readonly DecodedPiece[], codec: string | null): number {
  if (codec === "vorbis") return VORBIS_STEP_FRAMES;
  // The first may be shorter: a decoder's own delay is taken off it.
  const [length, ...others] = new Set(probed.slice(1).map(framesOf));
  return length !== undefined && others.length === 0 ? length : 1;
}

async function* inTurn(probed: readonly DecodedPiece[], pieces: Pieces): Pieces {
  yield* probed;
  for (let piece = await nextPiece(pieces); piece !== null; piece = await nextPiece(pieces)) yield piece;
}

function trim({ startFrame, channels }: PcmBlock, fromFrame: number, toFrame: number): PcmBlock | null {
  const length = channels[0]?.length ?? 0;
  const from = Math.max(0, fromFrame - startFrame);
  const to = Math.min(length, toFrame - startFrame);
  if (from >= to) return null;
  if (from === 0 && to === length) return { startFrame, channels };
  return { startFrame: startFrame + from, channels: channels.map((channel) => channel.slice(from, to)) };
}
