/**
 * What crosses between the page, the capture worklet and the audio worker. The audio worker turns PCM from any source
 * (worklet port, decoded file, synthesised sample) into windows of mono sound at the model's rate; microphone and file
 * differ in their source only.
 */
import type { PlainError } from "../errors/earshot-error.ts";

/** One block of PCM as the capture worklet posts it; every channel has the same length and is transferred. */
export interface PcmChunk {
  readonly kind: "pcm";
  /** Position of the block's first frame in the stream, counted at the capture rate. */
  readonly startFrame: number;
  readonly channels: Float32Array[];
  /** `performance.timeOrigin`-free wall time (ms since epoch) at which the block's last frame was captured. */
  readonly capturedAtMs: number;
}

/** How windows are cut. All in samples at `sampleRateHz` (the model's rate). */
export interface WindowPlan {
  readonly sampleRateHz: number;
  readonly windowSamples: number;
  readonly hopSamples: number;
}

/** A window of mono sound at the model's rate. */
export interface SoundWindow {
  readonly startSample: number;
  readonly samples: Float32Array;
  /** Real samples in the window; fewer than its length only where the whole stream is shorter than a window. */
  readonly validSamples: number;
}

/** Loudness of one display tick (about 30 ms), in dB relative to full scale; -Infinity for digital silence. */
export interface Level {
  readonly peakDb: number;
  readonly rmsDb: number;
  readonly clippedFrames: number;
}

/** One column of the display spectrogram: `SPECTROGRAM_BINS` bytes, low to high on the mel scale, 0 = -100 dB, 255 = 0 dB. */
export interface SpectrogramColumn {
  readonly startSample: number;
  readonly bins: Uint8Array;
}

export const SPECTROGRAM_BINS = 64;
/** Display columns a second. */
export const SPECTROGRAM_RATE_HZ = 40;

/** Page → audio worker. */
export type StreamRequest =
  | { readonly kind: "open-live"; readonly id: number; readonly plan: WindowPlan; readonly captureRateHz: number; readonly port: MessagePort }
  | { readonly kind: "open-file"; readonly id: number; readonly plan: WindowPlan; readonly file: File }
  | { readonly kind: "replan"; readonly id: number; readonly plan: WindowPlan }
  /** Back-pressure for files: the worker decodes on only while it has credit. */
  | { readonly kind: "credit"; readonly id: number; readonly windows: number }
  | { readonly kind: "close"; readonly id: number };

/** Audio worker → page. */
export type StreamEvent =
  | { readonly kind: "opened"; readonly id: number; readonly facts: StreamFacts }
  | { readonly kind: "window"; readonly id: number; readonly window: SoundWindow; readonly endCapturedAtMs: number }
  | { readonly kind: "display"; readonly id: number; readonly level: Level; readonly columns: SpectrogramColumn[] }
  | { readonly kind: "gap"; readonly id: number; readonly missingFrames: number }
  | { readonly kind: "ended"; readonly id: number; readonly totalSamples: number; readonly totalFrames: number; readonly damage: PlainError | null }
  | { readonly kind: "failed"; readonly id: number; readonly error: PlainError };

export interface StreamFacts {
  readonly sourceRateHz: number;
  readonly channels: number;
  /** Seconds, where the container states it. */
  readonly durationS: number | null;
  readonly codec: string | null;
}
