/** One sound through both ways that lead to the model: as a file and as a microphone's blocks. */
import type { PcmChunk } from "../../src/capture/pcm.ts";
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { ModelWorker } from "../../src/inference/model-worker.ts";
import { fetchModel } from "../../src/models/fetch-model.ts";
import { locateModel } from "../../src/models/locations.ts";
import { windowPlan } from "../../src/session/window-plan.ts";
import AudioWorker from "../../src/stream/audio.worker.ts?worker";
import type { StreamEvent, WindowPlan } from "../../src/stream/protocol.ts";
import { StreamClient } from "../../src/stream/stream-client.ts";

export interface BothPathsRequest {
  readonly modelId: string;
  readonly appBase: string;
  readonly hubBase: string;
  readonly sampleRateHz: number;
  /** Samples of each channel, as base64 of float32 (little-endian). */
  readonly channels: readonly string[];
  /** The same as a WAV file, base64. */
  readonly wav: string;
}

export interface WindowLogits {
  readonly startSample: number;
  readonly logits: number[];
}

export interface BothPathsAnswer {
  readonly file: WindowLogits[];
  readonly live: WindowLogits[];
}

/** Frames of a block: as the capture worklet posts them. */
const BLOCK_FRAMES = 1024;
const PACK_WINDOWS = 8;

export async function scoreBothPaths(request: BothPathsRequest): Promise<BothPathsAnswer> {
  const location = locateModel(request.modelId, request);
  const files = await fetchModel(location, { signal: new AbortController().signal, onProgress: () => {} });
  const model = await ModelWorker.start(() => new InferenceWorker(), files, { device: "wasm", threads: 1 });
  const stream = new StreamClient(() => new AudioWorker());
  const plan = windowPlan(model.info, { hopShare: 0.25, windowS: null });
  try {
    return { file: await scoreFile(request, plan, stream, model), live: await scoreLive(request, plan, stream, model) };
  } finally {
    stream.terminate();
    model.terminate();
  }
}

async function scoreFile({ wav }: BothPathsRequest, plan: WindowPlan, stream: StreamClient, model: ModelWorker) {
  const answer: WindowLogits[] = [];
  const events = await eventsUntil("ended", (listen, fail) =>
    stream.openFile(new Blob([bytesOf(wav)]), plan, PACK_WINDOWS, listen, fail).grant(1e6),
  );
  for (const event of events) {
    if (event.kind !== "pack") continue;
    const { logits } = await model.runPack(event.pack);
    const labels = model.info.labels.length;
    for (const [index, startSample] of event.pack.starts.entries()) {
      answer.push({ startSample, logits: [...logits.subarray(index * labels, (index + 1) * labels)] });
    }
  }
  return answer;
}

async function scoreLive(request: BothPathsRequest, plan: WindowPlan, stream: StreamClient, model: ModelWorker) {
  const channels = request.channels.map((base64) => new Float32Array(bytesOf(base64).buffer));
  const frames = channels[0]?.length ?? 0;
  const { port1, port2 } = new MessageChannel();
  const wholeS = frames / request.sampleRateHz;
  const lastStart = plan.hopSamples * Math.floor((wholeS * plan.sampleRateHz - plan.windowSamples) / plan.hopSamples);
  const events = await eventsUntil(
    // The last window waits for the resampler's delay, which a live stream only gets with more sound: one hop earlier.
    (event) => event.kind === "window" && event.window.startSample >= lastStart - plan.hopSamples,
    (listen, fail) => {
      stream.openLive(port2, request.sampleRateHz, plan, listen, fail);
      for (let startFrame = 0; startFrame < frames; startFrame += BLOCK_FRAMES) {
        const block = channels.map((channel) => channel.slice(startFrame, startFrame + BLOCK_FRAMES));
        port1.postMessage({ kind: "pcm", startFrame, channels: block, capturedAtMs: 0 } satisfies PcmChunk);
      }
    },
  );
  const answer: WindowLogits[] = [];
  for (const event of events) {
    if (event.kind !== "window") continue;
    const { logits } = await model.run(event.window.samples, { start: event.window.startSample });
    answer.push({ startSample: event.window.startSample, logits: [...logits] });
  }
  return answer;
}

function eventsUntil(
  last: StreamEvent["kind"] | ((event: StreamEvent) => boolean),
  open: (listen: (event: StreamEvent) => void, fail: (error: Error) => void) => void,
): Promise<StreamEvent[]> {
  const isLast = typeof last === "function" ? last : (event: StreamEvent) => event.kind === last;
  return new Promise((resolve, reject) => {
    const events: StreamEvent[] = [];
    open((event) => {
      events.push(event);
      if (isLast(event)) resolve(events);
    }, reject);
  });
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
