/**
 * Audio thread. Wiring only: quanta in, `PcmChunk`s out on the port that the page sends as the first message (transferred
 * on to the audio worker, so PCM never touches the main thread). Frames before the port arrives are not part of the stream.
 *
 * `capturedAtMs` is `Date.now()` when the block's last quantum is rendered: whole milliseconds, late by the input latency
 * and by up to one hardware buffer (3 to 20 ms). `performance` does not exist in this scope.
 */
import { QuantumCollector } from "./quantum-collector.ts";
import { CAPTURE_PROCESSOR, STOP_CAPTURE } from "./worklet-names.ts";

// The scope of an AudioWorklet has no lib of its own in TypeScript; this is the part used here.
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** 5.3 ms at 48 kHz: what the end of a window waits for at most, and two hundred messages a second. */
const BLOCK_FRAMES = 256;
const QUANTUM_FRAMES = 128;

class CaptureProcessor extends AudioWorkletProcessor {
  #out: MessagePort | null = null;
  #collector: QuantumCollector | null = null;
  #stopped = false;

  constructor() {
    super();
    this.port.onmessage = (event) => {
      if (event.data === STOP_CAPTURE) this.#stop();
      else this.#start(event.ports[0]);
    };
  }

  /** Called by the audio thread every quantum. Its output stays silent: it exists so that every browser runs the node. */
  process(inputs: Float32Array[][]): boolean {
    const input = inputs[0];
    if (input !== undefined) this.#collector?.push(input, input[0]?.length ?? QUANTUM_FRAMES, Date.now());
    return !this.#stopped;
  }

  #start(port: MessagePort | undefined): void {
    if (port === undefined || this.#stopped) return;
    this.#out = port;
    this.#collector = new QuantumCollector(BLOCK_FRAMES, sampleRate, (chunk, transfer) =>
      port.postMessage(chunk, transfer),
    );
  }

  #stop(): void {
    this.#stopped = true;
    this.#collector?.flush(Date.now());
    this.#collector = null;
    this.#out?.close();
    this.#out = null;
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
