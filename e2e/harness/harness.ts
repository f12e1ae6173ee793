/**
 * The inference worker of the production build, driven without a screen: a model from any address, on any backend, over
 * samples that the test gives. For parity with Python; the screens are tested on the app itself.
 */
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { ModelWorker } from "../../src/inference/model-worker.ts";
import { fetchModel } from "../../src/models/fetch-model.ts";
import { locateModel } from "../../src/models/locations.ts";
import type { Backend, ModelInfo } from "../../src/models/model-info.ts";
import { scoreBothPaths } from "./both-paths.ts";
import { decoding } from "./decode.ts";
import { library } from "./library.ts";
import { RUN_TIMEOUT_MS } from "./patience.ts";
import { runFiles } from "./run-files.ts";

export interface HarnessRun {
  readonly info: ModelInfo;
  /** Logits for each clip, in order. */
  readonly logits: number[][];
}

export interface HarnessRequest {
  readonly modelId: string;
  readonly appBase: string;
  readonly hubBase: string;
  readonly backend: Backend;
  /** Mono samples at the model's rate, whole clips: one run each. */
  readonly clips: number[][];
}

async function runModel({ modelId, appBase, hubBase, backend, clips }: HarnessRequest): Promise<HarnessRun> {
  const location = locateModel(modelId, { appBase, hubBase });
  const signal = new AbortController().signal;
  const files = await fetchModel(location, { signal, onProgress: () => {} });
  const worker = await ModelWorker.start(() => new InferenceWorker(), files, backend);
  try {
    const logits: number[][] = [];
    for (const clip of clips) {
      // Without a golden window before: SwiftShader compiles its shaders once, for the clip.
      logits.push([...(await worker.run(Float32Array.from(clip), { timeoutMs: RUN_TIMEOUT_MS })).logits]);
    }
    return { info: worker.info, logits };
  } finally {
    worker.terminate();
  }
}

declare global {
  interface Window {
    runModel: typeof runModel;
    runFiles: typeof runFiles;
    decoding: typeof decoding;
    scoreBothPaths: typeof scoreBothPaths;
    library: typeof library;
  }
}

window.runModel = runModel;
window.runFiles = runFiles;
window.decoding = decoding;
window.scoreBothPaths = scoreBothPaths;
window.library = library;
document.body.dataset.ready = "true";
