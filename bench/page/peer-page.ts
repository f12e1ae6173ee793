/**
 * The same window of sound through Earshot's worker and through transformers.js' own pipeline, in one page, alternately,
 * both on WASM with the same number of threads. Times are whole calls: features, model, and for the peer its top-k.
 */
import { env, pipeline } from "@huggingface/transformers";
import asyncifyMjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import asyncifyWasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { ModelWorker } from "../../src/inference/model-worker.ts";
import { fetchModel } from "../../src/models/fetch-model.ts";
import { locateModel } from "../../src/models/locations.ts";
import { activate } from "../../src/scores/activation.ts";
import { goldenWaveform } from "../../src/signal/golden-waveform.ts";

export interface PeerRequest {
  readonly modelId: string;
  readonly hubBase: string;
  readonly threads: number;
  readonly runs: number;
}

export interface PeerResult {
  readonly oursMs: number;
  readonly theirsMs: number;
  /** Largest difference of a softmax score: both must have computed the same thing. */
  readonly largestDifference: number;
}

async function compare({ modelId, hubBase, threads, runs }: PeerRequest): Promise<PeerResult> {
  const location = locateModel(modelId, { appBase: pageAddress(), hubBase });
  const files = await fetchModel(location, { signal: new AbortController().signal, onProgress: () => {} });
  const ours = await ModelWorker.start(() => new InferenceWorker(), files, { device: "wasm", threads });
  await ours.golden(ours.info.windowSamples);

  env.remoteHost = `${hubBase}/`;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error("transformers.js has no WASM backend");
  wasm.wasmPaths = { mjs: new URL(asyncifyMjs, pageAddress()).href, wasm: new URL(asyncifyWasm, pageAddress()).href };
  wasm.numThreads = threads;
  const theirs = await pipeline("audio-classification", modelId, { device: "wasm", dtype: "fp32" });

  const waveform = goldenWaveform(ours.info.windowSamples, ours.info.sampleRateHz);
  const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  let largestDifference = 0;
  for (let run = -2; run < runs; run++) {
    const startedMs = performance.now();
    const { logits } = await ours.run(waveform);
    const betweenMs = performance.now();
    const answer = await theirs(waveform, { top_k: ours.info.labels.length });
    const endedMs = performance.now();
    const scores = activate(logits, "softmax");
    for (const { label, score } of answer.flat()) {
      const mine = scores[ours.info.labels.indexOf(label)] ?? Number.NaN;
      largestDifference = Math.max(largestDifference, Math.abs(mine - score));
    }
    if (run < 0) continue; // Warm-up.
    times.ours.push(betweenMs - startedMs);
    times.theirs.push(endedMs - betweenMs);
  }
  ours.terminate();
  await theirs.dispose();
  return { oursMs: median(times.ours), theirsMs: median(times.theirs), largestDifference };
}

/** The page's address: assets lie beside it. */
function pageAddress(): string {
  return window.location.href;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

declare global {
  interface Window {
    compareWithPeer: typeof compare;
  }
}

window.compareWithPeer = compare;
