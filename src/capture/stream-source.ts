/**
 * A `LiveSource` on top of a MediaStream, shared by microphone and tab sound: taps the stream, reads back what the browser
 * applied, watches for the track's end. Takes over the stream: whatever happens, its tracks are stopped by `close()` or
 * before the error leaves.
 */
import type { ErrorCode } from "../errors/earshot-error.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import { LiveEnding } from "./live-ending.ts";
import type { CaptureFacts, LiveSource, LiveSourceKind } from "./source.ts";
import type { OpenTap } from "./worklet-source.ts";

export interface StreamSourceOptions {
  readonly kind: LiveSourceKind;
  readonly stream: MediaStream;
  /** What to say when the track ends without `close()`. */
  readonly endedCode: ErrorCode;
  readonly signal: AbortSignal;
  readonly openTap: OpenTap;
}

export async function openStreamSource(options: StreamSourceOptions): Promise<LiveSource> {
  const { kind, stream, endedCode, signal, openTap } = options;
  const ending = new LiveEnding();
  try {
    const track = stream.getAudioTracks()[0];
    if (track === undefined) throw new EarshotError("internal", "The stream has no audio track.");
    const onended = (): void => {
      ending.end(new EarshotError(endedCode, "The track ended.", { transient: true, details: { label: track.label } }));
    };
    track.addEventListener("ended", onended, { once: true });
    const tap = await openTap((context, node) => void context.createMediaStreamSource(stream).connect(node), signal);
    // A track that ended while the tap opened fires no event any more.
    if (track.readyState === "ended") onended();
    return {
      facts: readFacts(kind, track, tap.sampleRateHz, tap.baseLatencyMs),
      port: tap.port,
      get onended() {
        return ending.listener;
      },
      set onended(listener) {
        ending.listener = listener;
      },
      close: () => {
        ending.cancel();
        track.removeEventListener("ended", onended);
        stopTracks(stream);
        return tap.close();
      },
    };
  } catch (thrown) {
    stopTracks(stream);
    throw thrown;
  }
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** `sampleRateHz` is the context's rate, at which the PCM really flows; the rest is the track's own word. */
function readFacts(
  kind: LiveSourceKind,
  track: MediaStreamTrack,
  sampleRateHz: number,
  baseLatencyMs: number,
): CaptureFacts {
  // Firefox and Safari leave fields out that the type promises; Chrome knows `latency`, which the type lacks.
  const settings: MediaTrackSettings & { readonly latency?: number } = track.getSettings();
  const latencyS = settings.latency;
  return {
    kind,
    label: track.label,
    deviceId: settings.deviceId ?? null,
    sampleRateHz,
    channelCount: settings.channelCount ?? null,
    echoCancellation: typeof settings.echoCancellation === "boolean" ? settings.echoCancellation : null,
    noiseSuppression: settings.noiseSuppression ?? null,
    autoGainControl: settings.autoGainControl ?? null,
    latencyMs: latencyS === undefined ? null : Math.round(latencyS * 1000 + baseLatencyMs),
  };
}
