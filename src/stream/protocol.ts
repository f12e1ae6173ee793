/**
 * What crosses between the page and the audio worker. The audio worker turns PCM from any source (worklet port, file)
 * into windows of mono sound at the model's rate; microphone and file differ in their source only.
 */
import type { StreamFacts } from "../capture/pcm.ts";
import type { PlainError } from "../errors/earshot-error.ts";
import type { Level } from "../signal/level.ts";
import type { Overview } from "../signal/overview.ts";
import type { SpectrogramColumn } from "../signal/spectral-column.ts";
import type { WindowPack } from "../signal/window-pack.ts";
import type { SoundWindow } from "../signal/windows.ts";

/**
 * Packs of a file between the audio worker and the model: one is run, one waits for it, two are on their way. The page gives
 * so much credit at first, then one for each pack that is done; the memory of a pack is used again that many packs later.
 */
export const PACKS_UNDER_WAY = 4;

/** How windows are cut. All in samples at `sampleRateHz` (the model's rate). */
export interface WindowPlan {
  readonly sampleRateHz: number;
  readonly windowSamples: number;
  readonly hopSamples: number;
}

/** To the page's `decodeAudioData` (`capture/lend-decoder.ts`); none where it has none. */
export type LentDecoder = MessagePort[];

/** Page → audio worker. */
export type StreamRequest =
  | {
      readonly kind: "open-live";
      readonly id: number;
      readonly plan: WindowPlan;
      readonly captureRateHz: number;
      /** Carries the worklet's `PcmChunk`s past the page. */
      readonly port: MessagePort;
    }
  | {
      readonly kind: "open-file";
      readonly id: number;
      readonly plan: WindowPlan;
      readonly file: Blob;
      /** Windows that travel together. */
      readonly packWindows: number;
      readonly decoding: LentDecoder;
    }
  | { readonly kind: "replan"; readonly id: number; readonly plan: WindowPlan }
  /** The same windows, another hop: positions and plan number stay. */
  | { readonly kind: "rehop"; readonly id: number; readonly hopSamples: number }
  /** Back-pressure for files: the worker decodes on only while it has credit. */
  | { readonly kind: "credit"; readonly id: number; readonly packs: number }
  | RangeRequest
  | { readonly kind: "close"; readonly id: number };

/** A part of a file, read on its own: seconds from the file's beginning, at its own rate. */
export type RangeRequest =
  | {
      readonly kind: "open-picture";
      readonly id: number;
      readonly file: Blob;
      readonly fromS: number;
      readonly toS: number;
      readonly columns: number;
      readonly bins: number;
      readonly decoding: LentDecoder;
    }
  | {
      readonly kind: "read-range";
      readonly id: number;
      readonly file: Blob;
      readonly fromS: number;
      readonly toS: number;
      readonly decoding: LentDecoder;
    };

/** Audio worker → page. */
export type StreamEvent =
  | { readonly kind: "opened"; readonly id: number; readonly facts: StreamFacts }
  /** Live. `endCapturedAtMs`: wall time of the window's last sample; `planNumber`: of the plan that cut it, each `replan` is one more. */
  | {
      readonly kind: "window";
      readonly id: number;
      readonly window: SoundWindow;
      readonly endCapturedAtMs: number;
      readonly planNumber: number;
    }
  /** Files: every window of them, in order. */
  | { readonly kind: "pack"; readonly id: number; readonly pack: WindowPack }
  /** Files: what was read so far as a picture; now and then, and before the end. */
  | { readonly kind: "overview"; readonly id: number; readonly overview: Overview }
  | {
      readonly kind: "display";
      readonly id: number;
      readonly levels: Level[];
      readonly columns: SpectrogramColumn[];
    }
  /** Columns of an open picture, in order: `bins` bytes each, low to high; 0 = -100 dB, 255 = 0 dB. */
  | {
      readonly kind: "picture-columns";
      readonly id: number;
      readonly fromColumn: number;
      readonly values: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "picture-ended"; readonly id: number }
  /** The whole of a range; shorter than asked where the file ends before it. */
  | {
      readonly kind: "pcm";
      readonly id: number;
      readonly sampleRateHz: number;
      readonly channels: Float32Array<ArrayBuffer>[];
    }
  | { readonly kind: "gap"; readonly id: number; readonly missingFrames: number }
  | {
      readonly kind: "ended";
      readonly id: number;
      readonly totalSamples: number;
      readonly totalFrames: number;
      readonly damage: PlainError | null;
    }
  | { readonly kind: "failed"; readonly id: number; readonly error: PlainError };
