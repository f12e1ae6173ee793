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

/** How windows are cut. All in samples at `sampleRateHz` (the model's rate). */
export interface WindowPlan {
  readonly sampleRateHz: number;
  readonly windowSamples: number;
  readonly hopSamples: number;
}

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
    }
  | { readonly kind: "replan"; readonly id: number; readonly plan: WindowPlan }
  /** Back-pressure for files: the worker decodes on only while it has credit. */
  | { readonly kind: "credit"; readonly id: number; readonly packs: number }
  | { readonly kind: "close"; readonly id: number };

/** Audio worker → page. */
export type StreamEvent =
  | { readonly kind: "opened"; readonly id: number; readonly facts: StreamFacts }
  /** Live. `endCapturedAtMs`: wall time of the window's last sample. */
  | { readonly kind: "window"; readonly id: number; readonly window: SoundWindow; readonly endCapturedAtMs: number }
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
  | { readonly kind: "gap"; readonly id: number; readonly missingFrames: number }
  | {
      readonly kind: "ended";
      readonly id: number;
      readonly totalSamples: number;
      readonly totalFrames: number;
      readonly damage: PlainError | null;
    }
  | { readonly kind: "failed"; readonly id: number; readonly error: PlainError };
