/**
 * Plays a synthesised sound aloud and, through the same worklet as the microphone, into the models. A sound that is not
 * looped is followed by silence until `close()`; `finished` tells when it is over.
 */
import { LiveEnding } from "./live-ending.ts";
import type { LiveSource } from "./source.ts";
import type { OpenTap } from "./worklet-source.ts";
import { openWorkletTap } from "./worklet-source.ts";

export interface OpenSampleOptions {
  /** Mono, within ±1; on its way while the recorder opens. */
  readonly waveform: Promise<Float32Array<ArrayBuffer>>;
  readonly sampleRateHz: number;
  readonly name: string;
  readonly loop: boolean;
  readonly signal: AbortSignal;
}

export interface SampleSource extends LiveSource {
  /** Resolves when the sound has played to its end, or at `close()`; a loop ends only by `close()`. */
  readonly finished: Promise<void>;
}

/** Errors: `microphone-unsupported` where AudioWorklet is missing, `recorder-unreachable`, `aborted`, or the waveform's. `onended` is never called. */
export async function openSample(options: OpenSampleOptions, openTap: OpenTap = openWorkletTap): Promise<SampleSource> {
  const { waveform, sampleRateHz, name, loop, signal } = options;
  const ending = new LiveEnding();
  let stop = (): void => {};
  const finished = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let start = (): void => {};
  waveform.catch(() => {}); // Awaited below, when the recorder is there.
  const tap = await openTap(async (context, node) => {
    const sound = await waveform;
    const buffer = context.createBuffer(1, sound.length, sampleRateHz);
    buffer.copyToChannel(sound, 0);
    const player = new AudioBufferSourceNode(context, { buffer, loop });
    player.addEventListener("ended", () => stop());
    player.connect(node);
    player.connect(context.destination);
    start = () => player.start();
  }, signal);
  start();
  return {
    facts: {
      kind: "sample",
      label: name,
      deviceId: null,
      sampleRateHz: tap.sampleRateHz,
      channelCount: 1,
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      latencyMs: null,
    },
    port: tap.port,
    finished,
    get onended() {
      return ending.listener;
    },
    set onended(listener) {
      ending.listener = listener;
    },
    close: () => {
      ending.cancel();
      stop();
      return tap.close();
    },
  };
}
