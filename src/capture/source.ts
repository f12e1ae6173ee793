/** What every live source (microphone, tab sound, synthesised sample) gives to the session. */
import type { EarshotError } from "../errors/earshot-error.ts";

export type LiveSourceKind = "microphone" | "tab" | "sample";

/** What the browser really applied, read back from `MediaStreamTrack.getSettings()`; null where it does not say. */
export interface CaptureFacts {
  readonly kind: LiveSourceKind;
  readonly label: string;
  readonly deviceId: string | null;
  readonly sampleRateHz: number;
  readonly channelCount: number | null;
  readonly echoCancellation: boolean | null;
  readonly noiseSuppression: boolean | null;
  readonly autoGainControl: boolean | null;
  readonly latencyMs: number | null;
}

/** An open source. Its owner must call `close()`, which stops tracks, closes the AudioContext and the port. */
export interface LiveSource {
  readonly facts: CaptureFacts;
  /** Carries `PcmChunk`s from the worklet; meant to be transferred to the audio worker. */
  readonly port: MessagePort;
  /** Called at most once, when the source ends without `close()` (unplugged, sharing stopped). */
  onended: ((error: EarshotError) => void) | null;
  close(): Promise<void>;
}

export interface AudioInput {
  readonly deviceId: string;
  readonly label: string;
}
