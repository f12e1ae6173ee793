/**
 * Opens the microphone as it is: no echo cancellation, noise suppression or gain control, at its native rate. Owns the
 * stream until the returned source is closed. Asks once: what to do after a refusal is the session's business.
 *
 * A track that the system mutes (privacy switch, a phone call) delivers silence and comes back by itself; the session sees
 * that as a quiet input.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import { microphoneError } from "./microphone-error.ts";
import type { LiveSource } from "./source.ts";
import { openStreamSource, stopTracks } from "./stream-source.ts";
import type { OpenTap } from "./worklet-source.ts";
import { openWorkletTap } from "./worklet-source.ts";

export interface OpenMicrophoneOptions {
  /** As listed by `listMicrophones()`; null = the browser's default. */
  readonly deviceId: string | null;
  readonly signal: AbortSignal;
}

export type MediaDevicesLike = Pick<MediaDevices, "getUserMedia">;

export const RAW_AUDIO = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } as const;

/**
 * Errors: `microphone-denied`, `-blocked-by-policy`, `-missing` (also when the chosen device is gone), `-in-use`,
 * `-unsupported`, `-failed`, `recorder-unreachable`, `aborted`. Later, by `onended`: `microphone-unplugged`.
 */
export async function openMicrophone(
  { deviceId, signal }: OpenMicrophoneOptions,
  devices: MediaDevicesLike | undefined = globalThis.navigator?.mediaDevices,
  openTap: OpenTap = openWorkletTap,
): Promise<LiveSource> {
  throwIfAborted(signal);
  if (devices === undefined) {
    const details = { secureContext: globalThis.isSecureContext === true };
    throw new EarshotError("microphone-unsupported", "navigator.mediaDevices is missing.", { details });
  }
  const chosen = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  try {
    const stream = await abortable(devices.getUserMedia({ audio: { ...RAW_AUDIO, ...chosen }, video: false }), signal);
    return await openStreamSource({ kind: "microphone", stream, endedCode: "microphone-unplugged", signal, openTap });
  } catch (thrown) {
    throwIfAborted(signal);
    throw microphoneError(thrown, { deviceId });
  }
}

/** The prompt's answer, or `aborted` at once; a stream that arrives after the abort is stopped, so no light stays on. */
export function abortable(asked: Promise<MediaStream>, signal: AbortSignal): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    const onabort = (): void => reject(abortError(signal));
    signal.addEventListener("abort", onabort, { once: true });
    asked
      .then((stream) => {
        if (signal.aborted) stopTracks(stream);
        else resolve(stream);
      }, reject)
      .finally(() => signal.removeEventListener("abort", onabort));
  });
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError(signal);
}

function abortError(signal: AbortSignal): EarshotError {
  return new EarshotError("aborted", "Opening the source was cancelled.", { cause: signal.reason });
}
