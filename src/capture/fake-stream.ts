/** Tests only: a MediaStream of fake tracks and a tap that opens without an AudioContext. */
import type { OpenTap } from "./worklet-source.ts";

export class FakeTrack extends EventTarget {
  readyState: "live" | "ended" = "live";
  enabled = true;
  readonly label = "Fake microphone";
  readonly kind: "audio" | "video";
  readonly settings: Record<string, unknown>;

  constructor(kind: "audio" | "video", settings: Record<string, unknown> = {}) {
    super();
    this.kind = kind;
    this.settings = settings;
  }

  getSettings(): Record<string, unknown> {
    return this.settings;
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** What a pulled plug does: the event comes from the browser, not from `stop()`. */
  unplug(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

export function fakeStream(...tracks: FakeTrack[]): MediaStream {
  const stream = {
    getTracks: () => tracks,
    getAudioTracks: () => tracks.filter(({ kind }) => kind === "audio"),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === "video"),
  };
  return stream as unknown as MediaStream;
}

export function fakeTap(): { readonly openTap: OpenTap; readonly closed: () => number } {
  let closed = 0;
  const openTap: OpenTap = async (_connect, signal) => {
    signal.throwIfAborted();
    const { port1 } = new MessageChannel();
    const close = async (): Promise<void> => {
      closed++;
      port1.close();
    };
    return { sampleRateHz: 44_100, baseLatencyMs: 5, port: port1, close };
  };
  return { openTap, closed: () => closed };
}

/** Thrown things as browsers throw them. */
export function named(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name });
}
