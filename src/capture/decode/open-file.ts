/**
 * Opens a sound or video file for decoding in pieces, from its beginning to its end: native rate, all channels, flat
 * memory. Errors at once: those of `open-track.ts`. Damage further on keeps what was decoded and is told by `damage()`.
 */
import { throwIfAborted } from "../decoding-cancelled.ts";
import { damageOf } from "./claim.ts";
import type { DecodedFile, PcmBlock } from "./decoded-file.ts";
import type { DecodeBatch } from "./mp3-batches.ts";
import { nextPiece, type OpenTrack, openTrack } from "./open-track.ts";
import { type PcmPiece, Timeline } from "./timeline.ts";

/** @param decodeBatch some seconds at a time, where the page lends its `decodeAudioData`; absent = packet by packet */
export async function openFile(file: Blob, signal: AbortSignal, decodeBatch?: DecodeBatch): Promise<DecodedFile> {
  const track = await openTrack(file, signal, decodeBatch);
  const timeline = new Timeline(track.timing);
  return {
    facts: track.facts,
    blocks: () => place(track, timeline, signal),
    damage: () => damageOf(track.claim, track.trouble, timeline.frames / track.timing.sampleRateHz),
    close: () => track.close(),
  };
}

async function* place(
  track: OpenTrack,
  timeline: Timeline,
  signal: AbortSignal,
): AsyncGenerator<PcmBlock, void, undefined> {
  try {
    let piece: PcmPiece | null = track.first;
    while (piece !== null) {
      throwIfAborted(signal);
      yield* timeline.place(piece);
      track.spare.give(piece.channels);
      piece = await nextPiece(track.rest);
    }
    throwIfAborted(signal);
  } finally {
    await track.rest.return();
    track.close();
  }
}
