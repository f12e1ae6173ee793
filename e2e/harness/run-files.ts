/** A model put together from any files by address: a tagger, a precision, external data. Heard: the golden waveform. */
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { ModelWorker } from "../../src/inference/model-worker.ts";
import type { Backend } from "../../src/models/model-info.ts";
import type { Precision } from "../../src/models/precision.ts";
import { RUN_TIMEOUT_MS } from "./patience.ts";

export interface FilesRequest {
  /** Of its folder, with a trailing slash. */
  readonly base: string;
  readonly graph: string;
  /** Path of external data as the graph names it; it lies beside the graph. */
  readonly external?: string;
  readonly kind: "checkpoint" | "tagger";
  readonly precision: Precision;
  readonly backend: Backend;
  readonly samples: number;
}

export async function runFiles(request: FilesRequest): Promise<number[]> {
  const { base, graph, external, kind, precision, backend, samples } = request;
  const blob = async (file: string) => (await fetchOk(base + file)).blob();
  const json = async (file: string) => (await fetchOk(base + file)).json();
  const folder = graph.slice(0, graph.lastIndexOf("/") + 1);
  const files = {
    id: "tiny/of-files",
    source: "hub",
    config: kind === "checkpoint" ? await json("config.json") : null,
    preprocessor: kind === "checkpoint" ? await json("preprocessor_config.json") : null,
    tagger: kind === "tagger" ? await json("earshot.json") : null,
    precision,
    weights: await blob(graph),
    externalData: external ? [{ path: external, data: await blob(folder + external) }] : [],
    golden: null,
  } as const;
  const worker = await ModelWorker.start(() => new InferenceWorker(), files, backend);
  try {
    // The golden call has the patience that the first run of compiled shaders needs, and its sound is the one wanted.
    const { logits } = await worker.golden(samples, { timeoutMs: RUN_TIMEOUT_MS });
    return [...logits];
  } finally {
    worker.terminate();
  }
}

async function fetchOk(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response;
}
