/** A live source that gives its sound when the window before was scored, not when its time has come: 48 kHz, two channels. */
import type { PcmChunk } from "../../src/capture/pcm.ts";
import type { LiveSource } from "../../src/capture/source.ts";
import { EarshotError } from "../../src/errors/earshot-error.ts";
import type { SampleSound } from "../../src/samples/sample-sound.ts";

const RATE_HZ = 48_000;
/** Windows of 2 s are there after so many chunks; the resampler keeps back a little. */
const CHUNKS_UNTIL_FIRST = 11;

export interface Progress {
  readonly windowsRun: () => number;
  /** Resolves when the page shows something else, or after a moment. */
  readonly nextChange: () => Promise<void>;
  readonly giveUpMs: number;
}

export class SoakSource {
  /** The hop of a live window. */
  static readonly CHUNK_S = 0.2;
  /** Once round, and a second more: no chunk ends before its sound. */
  readonly #sound: Float32Array;
  readonly #loop: number;
  #port: MessagePort | null = null;
  #source: LiveSource | null = null;
  #chunks = 0;
  #at = 0;

  constructor(samples: readonly SampleSound[]) {
    const rendered = samples.map((sample) => atRate(sample.render(), sample.sampleRateHz));
    const gap = new Float32Array(RATE_HZ);
    const once = rendered.flatMap((sound) => [...sound, ...gap]);
    this.#loop = once.length;
    this.#sound = Float32Array.from([...once, ...once.slice(0, RATE_HZ)]);
  }

  open(): LiveSource {
    const { port1, port2 } = new MessageChannel();
    this.#port = port2;
    this.#chunks = 0;
    const known = {
      kind: "microphone",
      label: "soak",
      deviceId: null,
      sampleRateHz: RATE_HZ,
      channelCount: 2,
    } as const;
    const unknown = { echoCancellation: null, noiseSuppression: null, autoGainControl: null, latencyMs: null };
    const close = async () => port2.close();
    this.#source = { facts: { ...known, ...unknown }, port: port1, onended: null, close };
    return this.#source;
  }

  unplug(): void {
    this.#source?.onended?.(new EarshotError("microphone-unplugged", "soak"));
  }

  /** One chunk; waits until the window that it ends was scored. @returns seconds given */
  async feed({ windowsRun, nextChange, giveUpMs }: Progress): Promise<number> {
    const frames = Math.round(SoakSource.CHUNK_S * RATE_HZ);
    const channels = [0, 7].map((shift) => this.#sound.slice(this.#at + shift, this.#at + shift + frames));
    const chunk: PcmChunk = { kind: "pcm", startFrame: this.#chunks * frames, channels, capturedAtMs: Date.now() };
    const before = windowsRun();
    this.#port?.postMessage(
      chunk,
      channels.map(({ buffer }) => buffer),
    );
    this.#at = (this.#at + frames) % this.#loop;
    this.#chunks++;
    if (this.#chunks < CHUNKS_UNTIL_FIRST) return SoakSource.CHUNK_S;
    const endMs = performance.now() + giveUpMs;
    while (windowsRun() <= before && performance.now() < endMs) await nextChange();
    return SoakSource.CHUNK_S;
  }
}

function atRate(sound: Float32Array, rateHz: number): Float32Array {
  const step = rateHz / RATE_HZ;
  return Float32Array.from({ length: Math.floor(sound.length / step) }, (_, i) => sound[Math.floor(i * step)] ?? 0);
}
