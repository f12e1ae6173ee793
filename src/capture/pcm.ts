/** PCM as it leaves a source: blocks of a live stream, facts of any stream. */

/** One block of PCM as the capture worklet posts it; every channel has the same length and is transferred. */
export interface PcmChunk {
  readonly kind: "pcm";
  /** Position of the block's first frame in the stream, counted at the capture rate. */
  readonly startFrame: number;
  readonly channels: Float32Array[];
  /** Wall time (ms since epoch) at which the block's last frame was captured. */
  readonly capturedAtMs: number;
}

export interface StreamFacts {
  readonly sourceRateHz: number;
  readonly channels: number;
  /** Seconds, where the container states it. */
  readonly durationS: number | null;
  readonly codec: string | null;
}
