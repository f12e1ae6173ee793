/** Puts the server's API together: limits that fit this machine, folders of models, threads. */
import { availableParallelism } from "node:os";
import { findModel } from "./find-model.ts";
import { HttpApi } from "./http-api.ts";
import { ModelRack } from "./model-rack.ts";
import { startNodeWorker } from "./node-worker.ts";

export interface ApiServerOptions {
  /** Where models lie, in the order in which they are looked through. */
  readonly modelFolders: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly ownHosts?: readonly string[];
  /** Milliseconds for one clip. */
  readonly timeoutMs?: number;
  /** Entry of a model's thread, where it is not beside this file. */
  readonly threadEntry?: URL;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
const MOST_WAITING = 256;
const MOST_MODELS = 3;
const TIMEOUT_MS = 60_000;

export interface ApiServer {
  readonly api: HttpApi;
  close(): void;
}

export function createApi(options: ApiServerOptions): ApiServer {
  const { modelFolders, allowedOrigins = [], ownHosts = LOOPBACK, timeoutMs = TIMEOUT_MS } = options;
  const entry = options.threadEntry ?? new URL("./model-thread.js", import.meta.url);
  const threads = Math.max(2, availableParallelism());
  const rack = new ModelRack({
    findModel: (id) => findModel(id, modelFolders),
    startThread: () => startNodeWorker(entry),
    mostThreads: threads,
    mostModels: MOST_MODELS,
    timeoutMs,
  });
  const api = new HttpApi({
    rack,
    allowedOrigins,
    ownHosts,
    // Twice the threads: a body is read while another clip is heard.
    mostAtOnce: 2 * threads,
    mostWaiting: MOST_WAITING,
  });
  return { api, close: () => rack.close() };
}
