/** What decoding gives: a file as facts and a lazy run of PCM blocks. Types only, for the worker and its tests. */
import type { EarshotError } from "../../errors/earshot-error.ts";
import type { StreamFacts } from "../pcm.ts";

/** Frames [startFrame, startFrame + length) at the file's own rate; blocks follow one another without holes. */
export interface PcmBlock {
  readonly startFrame: number;
  /** One array for each channel, all of one length, finite everywhere. */
  readonly channels: Float32Array<ArrayBuffer>[];
}

/** Owns the file's reader and decoder until `close()` (or the end of `blocks()`). */
export interface DecodedFile {
  /** Read from the first decoded block where that says more than the container does. */
  readonly facts: StreamFacts;
  /**
   * To be called once. Decodes only as fast as it is read; a block's channels are the reader's until it asks for the next
   * one. Throws `aborted` only: damage ends it early instead.
   */
  blocks(): AsyncGenerator<PcmBlock, void, undefined>;
  /** What was wrong with the file, known once `blocks()` has ended; null for a whole file. */
  damage(): EarshotError | null;
  /** Idempotent. */
  close(): void;
}
