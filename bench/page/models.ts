/**
 * One model, opened several ways at once, and timed in turn on the same windows: Earshot's worker with 1 … N threads, and
 * transformers.js' pipeline as its documentation shows it. Times are whole calls: features, model, ranking.
 */
import { type AudioClassificationPipeline, env, pipeline } from "@huggingface/transformers";
import { CONVNET } from "../../src/inference/backend-candidates.ts";
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { ModelWorker } from "../../src/inference/model-worker.ts";
import { fetchModel } from "../../src/models/fetch-model.ts";
import { isEmbedded, locateModel } from "../../src/models/locations.ts";
import type { Backend } from "../../src/models/model-info.ts";
import { SAMPLES } from "../../src/samples/catalogue.ts";
import type { SampleSound } from "../../src/samples/sample-sound.ts";
import { activate } from "../../src/scores/activation.ts";
import { Resampler } from "../../src/signal/resampler.ts";
import { timeCall } from "../time-call.mjs";
import { setPeerRuntime } from "./peer-runtime.ts";

export interface ModelRequest {
  readonly modelId: string;
  readonly hubBase: string;
  readonly seconds: number;
  /** Of Earshot's workers. */
  readonly threads: readonly number[];
  /** Of the peer; null = what it takes by itself. Fixed for the page: its runtime reads it once. */
  readonly peerThreads: number | null;
}

let opened: {
  workers: ModelWorker[];
  peer: AudioClassificationPipeline;
  waveforms: Float32Array[];
  turn: number;
} | null = null;

export async function openModels(
  request: ModelRequest,
): Promise<{ readonly labels: number; readonly openMs: number[] }> {
  const { modelId, hubBase, seconds, threads, peerThreads } = request;
  const place = locateModel(modelId, { appBase: window.location.href, hubBase });
  const files = await fetchModel(place, { signal: new AbortController().signal, onProgress: () => {} });
  const workers: ModelWorker[] = [];
  const openMs: number[] = [];
  for (const count of threads) {
    const startedMs = performance.now();
    const isOurs = count === 1 && isEmbedded(modelId.split("/").at(-1) ?? "");
    const backend: Backend = isOurs ? CONVNET : { device: "wasm", threads: count };
    workers.push(await ModelWorker.start(() => new InferenceWorker(), files, backend));
    openMs.push(performance.now() - startedMs);
  }
  const [first] = workers;
  if (!first) throw new Error("no worker");
  const { sampleRateHz, windowSamples, labels, windowIsFixed } = first.info;
  const samples = windowIsFixed ? windowSamples : seconds * sampleRateHz;
  // Sets how long a run may take.
  for (const worker of workers) await worker.golden(samples);
  // What is left out where activations are zero depends on the sound.
  const waveforms = SAMPLES.map((sample) => windowOf(sample, samples, sampleRateHz));

  env.remoteHost = `${hubBase}/`;
  setPeerRuntime(peerThreads);
  const startedMs = performance.now();
  const peer = await pipeline("audio-classification", modelId, { device: "wasm", dtype: "fp32" });
  openMs.push(performance.now() - startedMs);
  opened = { workers, peer, waveforms, turn: 0 };
  return { labels: labels.length, openMs };
}

/** One window by each: milliseconds of Earshot's workers, then of the peer; and how far the scores are apart. */
export async function timeModels(): Promise<{ readonly ms: number[]; readonly largestDifference: number }> {
  if (!opened) throw new Error("nothing is open");
  const { workers, peer, waveforms } = opened;
  const waveform = waveforms[opened.turn++ % waveforms.length] ?? new Float32Array();
  const ms: number[] = [];
  let largestDifference = 0;
  const scores: Float32Array[] = [];
  const labels = workers[0]?.info.labels ?? [];
  for (const worker of workers) {
    const { value, tookMs } = await timeCall(() => worker.run(waveform));
    scores.push(activate(value.logits, "softmax"));
    ms.push(tookMs);
  }
  const { value: answer, tookMs } = await timeCall(() => peer(waveform, { top_k: labels.length }));
  ms.push(tookMs);
  for (const { label, score } of answer.flat()) {
    for (const mine of scores) {
      largestDifference = Math.max(largestDifference, Math.abs((mine[labels.indexOf(label)] ?? Number.NaN) - score));
    }
  }
  return { ms, largestDifference };
}

export async function closeModels(): Promise<void> {
  for (const worker of opened?.workers ?? []) worker.terminate();
  await opened?.peer.dispose();
  opened = null;
}

/** So many samples of a sound at that rate, from its beginning, over and over. */
function windowOf(sample: SampleSound, samples: number, rateHz: number): Float32Array {
  const sound = new Resampler(sample.sampleRateHz, rateHz).push(sample.render());
  return Float32Array.from({ length: samples }, (_, n) => sound[n % sound.length] ?? 0);
}
