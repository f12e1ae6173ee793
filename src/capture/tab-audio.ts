/**
 * The sound of another tab, a window or the whole system, by the browser's own sharing dialog. Only Chromium browsers on a
 * desktop share sound; others either lack the API or hand over a picture without sound (`tab-audio-silent`).
 *
 * The dialog refuses audio without video, so a video track always comes along. It is kept, disabled, until `close()`: the
 * sharing belongs to it, and browsers differ in what stopping it does to the sound.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import { abortable, RAW_AUDIO, throwIfAborted } from "./microphone.ts";
import { nameAndMessage } from "./microphone-error.ts";
import type { LiveSource } from "./source.ts";
import { openStreamSource, stopTracks } from "./stream-source.ts";
import type { OpenTap } from "./worklet-source.ts";
import { openWorkletTap } from "./worklet-source.ts";

export type DisplayMediaLike = Partial<Pick<MediaDevices, "getDisplayMedia" | "getSupportedConstraints">>;

/** Chromium's options that the DOM types do not know yet. */
interface SharingOptions extends Omit<DisplayMediaStreamOptions, "audio"> {
  readonly audio: MediaTrackConstraints & { readonly suppressLocalAudioPlayback: boolean };
  readonly systemAudio: "include" | "exclude";
  readonly selfBrowserSurface: "include" | "exclude";
}

const SHARING: SharingOptions = {
  audio: { ...RAW_AUDIO, suppressLocalAudioPlayback: false },
  // A picture nobody looks at: the smallest that every browser takes costs the least.
  video: { frameRate: 1 },
  systemAudio: "include",
  selfBrowserSurface: "exclude",
};

/**
 * Whether sound can be shared at all; whether it comes along only the answer tells. Firefox and Safari share pictures alone,
 * and do not know what to do with the sound of a tab that is shared.
 */
export function tabAudioSupported(devices: DisplayMediaLike | undefined = globalThis.navigator?.mediaDevices): boolean {
  if (typeof devices?.getDisplayMedia !== "function") return false;
  return "suppressLocalAudioPlayback" in (devices.getSupportedConstraints?.() ?? {});
}

/**
 * Must be called from a click. Errors: `tab-audio-unsupported`, `tab-audio-denied`, `tab-audio-silent` (shared without
 * sound), `aborted`. Later, by `onended`: `tab-audio-ended`.
 */
export async function openTabAudio(
  { signal }: { readonly signal: AbortSignal },
  devices: DisplayMediaLike | undefined = globalThis.navigator?.mediaDevices,
  openTap: OpenTap = openWorkletTap,
): Promise<LiveSource> {
  throwIfAborted(signal);
  if (devices?.getDisplayMedia === undefined) {
    throw new EarshotError("tab-audio-unsupported", "getDisplayMedia is missing.", {
      details: { secureContext: globalThis.isSecureContext === true },
    });
  }
  try {
    const stream = await abortable(devices.getDisplayMedia(SHARING), signal);
    for (const track of stream.getVideoTracks()) track.enabled = false;
    if (stream.getAudioTracks().length === 0) {
      const surface = stream.getVideoTracks()[0]?.getSettings().displaySurface;
      stopTracks(stream);
      throw new EarshotError("tab-audio-silent", "Shared without sound.", { details: { surface } });
    }
    return await openStreamSource({ kind: "tab", stream, endedCode: "tab-audio-ended", signal, openTap });
  } catch (thrown) {
    throwIfAborted(signal);
    throw tabAudioError(thrown);
  }
}

function tabAudioError(thrown: unknown): EarshotError {
  if (thrown instanceof EarshotError) return thrown;
  const { name, message } = nameAndMessage(thrown);
  const denied = name === "NotAllowedError" || name === "InvalidStateError" || name === "AbortError";
  const silent = name === "NotReadableError" || name === "NotFoundError";
  const code = denied ? "tab-audio-denied" : silent ? "tab-audio-silent" : "tab-audio-unsupported";
  return new EarshotError(code, message, { details: { name }, cause: thrown, transient: denied });
}
