/**
 * Fetches a model's files. Promises: every byte that the server announced or a coded error; honest progress over the
 * weights; an abort stops the transfer. Keeps nothing: storage is another file's job.
 */

import * as v from "valibot";
import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelLocation } from "./locations.ts";
import { type GoldenAnswer, type ModelFiles, PLAIN } from "./model-files.ts";

export interface FetchProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number | null;
}

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FetchProgress) => void;
  readonly fetch?: typeof fetch;
}

const GoldenSchema = v.object({
  samples: v.pipe(v.number(), v.integer(), v.minValue(1)),
  logits: v.pipe(v.array(v.number()), v.minLength(1)),
});

export async function fetchModel(location: ModelLocation, given: FetchOptions): Promise<ModelFiles> {
  const failed = new AbortController();
  const options = { ...given, signal: AbortSignal.any([given.signal, failed.signal]) };
  const [config, preprocessor, golden, weights] = await Promise.all([
    fetchJson(location, "config.json", options),
    fetchJson(location, "preprocessor_config.json", options),
    location.source === "embedded" ? fetchGolden(location, options) : null,
    fetchWeights(location, "onnx/model.onnx", options),
  ]).catch((thrown) => {
    failed.abort(); // What is left of the transfer is of no use.
    throw thrown;
  });
  return {
    id: location.id,
    source: location.source,
    config,
    preprocessor,
    ...PLAIN,
    weights,
    golden,
  };
}

async function fetchGolden(location: ModelLocation, options: FetchOptions): Promise<GoldenAnswer> {
  const outcome = v.safeParse(GoldenSchema, await fetchJson(location, "golden.json", options));
  if (outcome.success) return outcome.output;
  throw problem("model-config-invalid", location, "golden.json", { reason: outcome.issues[0].message });
}

async function fetchJson(location: ModelLocation, file: string, options: FetchOptions): Promise<unknown> {
  const response = await request(location, file, options);
  const text = await readAll(response.text(), location, file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw problem("model-config-invalid", location, file, { cause, reason: "it is not JSON" });
  }
}

async function fetchWeights(location: ModelLocation, file: string, options: FetchOptions): Promise<Blob> {
  const response = await request(location, file, options);
  const announced = Number(response.headers.get("x-linked-size") ?? response.headers.get("content-length"));
  const encoded = response.headers.has("content-encoding");
  const totalBytes = announced > 0 && !encoded ? announced : null;
  const parts: BlobPart[] = [];
  let loadedBytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const step = reader && (await readAll(reader.read(), location, file, "model-incomplete"));
    if (!step || step.done) break;
    parts.push(step.value);
    loadedBytes += step.value.byteLength;
    options.onProgress({ loadedBytes, totalBytes });
  }
  if (loadedBytes === 0 || (totalBytes !== null && loadedBytes !== totalBytes)) {
    throw problem("model-incomplete", location, file, { loadedBytes, totalBytes: totalBytes ?? undefined });
  }
  return new Blob(parts);
}

async function request(location: ModelLocation, file: string, options: FetchOptions): Promise<Response> {
  const send = options.fetch ?? fetch;
  const response = await readAll(send(location.urlOf(file), { signal: options.signal }), location, file);
  if (response.ok) return response;
  const { status } = response;
  if (status === 401 || status === 403) throw problem("model-gated", location, file, { status });
  if (status === 404 || status === 410) throw problem("model-not-found", location, file, { status });
  throw problem("model-unreachable", location, file, { status });
}

/** A network step's failure, coded; an abort keeps its meaning. */
async function readAll<T>(
  step: Promise<T>,
  location: ModelLocation,
  file: string,
  code: "model-unreachable" | "model-incomplete" = "model-unreachable",
): Promise<T> {
  try {
    return await step;
  } catch (cause) {
    if (cause instanceof Error && cause.name === "AbortError") throw new EarshotError("aborted", "fetch aborted");
    throw problem(code, location, file, { cause });
  }
}

interface ProblemFacts {
  readonly cause?: unknown;
  readonly reason?: string;
  readonly status?: number;
  readonly loadedBytes?: number | undefined;
  readonly totalBytes?: number | undefined;
}

function problem(
  code: "model-config-invalid" | "model-incomplete" | "model-gated" | "model-not-found" | "model-unreachable",
  location: ModelLocation,
  file: string,
  { cause, ...facts }: ProblemFacts,
): EarshotError {
  const transient = code === "model-unreachable" || code === "model-incomplete";
  const details = { id: location.id, source: location.source, file, ...facts };
  return new EarshotError(code, `${code}: ${location.id}/${file}`, { transient, details, cause });
}
