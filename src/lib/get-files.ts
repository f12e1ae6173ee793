/**
 * A model's files for the library: from a folder at an address, or from a Hub by way of the library's worker, which keeps them
 * for the next visit. The models that ship inside the app do not ship with the package: they are named by their address.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import { probeHardware } from "../inference/probe-hardware.ts";
import { LibraryClient } from "../library/library-client.ts";
import { fetchModel } from "../models/fetch-model.ts";
import { isEmbedded } from "../models/locations.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import { obtainModel } from "../session/obtain-model.ts";
import { probeMachine } from "../session/probe-machine.ts";
import { folder } from "./assets.ts";
import type { ClassifierOptions, ModelProgress } from "./types.ts";

const HUB = "https://huggingface.co";

export interface FileWishes extends Pick<ClassifierOptions, "hubUrl" | "accessToken" | "precision"> {
  readonly startLibraryWorker: () => WorkerLike;
  readonly onProgress: (progress: ModelProgress) => void;
}

/** @throws EarshotError `model-*`, `hub-*`, `aborted` */
export async function getFiles(model: string, wishes: FileWishes, signal: AbortSignal): Promise<ModelFiles> {
  const { startLibraryWorker, onProgress, precision = null, accessToken = null } = wishes;
  const endpoint = (wishes.hubUrl ?? HUB).replace(/\/+$/, "");
  const base = folderOf(model, endpoint);
  if (base) {
    if (precision !== null && precision !== "fp32") {
      throw new EarshotError("model-no-onnx", "a folder gives full precision", { details: { id: model } });
    }
    const location = { id: model, source: "hub", urlOf: (file: string) => new URL(file, base).href } as const;
    return fetchModel(location, { signal, onProgress: (progress) => onProgress({ step: "files", ...progress }) });
  }
  if (isEmbedded(model)) {
    const details = { id: model, reason: "not-in-package" };
    throw new EarshotError("model-not-found", `"${model}" is not in the package: give its address`, { details });
  }
  const client = new LibraryClient(startLibraryWorker);
  // Its worker's end rejects what waits; what came so far is kept for the next time.
  const stop = () => client.dispose();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const access = { endpoint, token: accessToken };
    const ask = async (id: string) => client.check(id, access, await probeMachine(probeHardware), signal);
    const parts = { places: { appBase: "", hubBase: endpoint }, client, library: { ask }, hub: { access } };
    return await obtainModel({ modelId: model, precision }, parts, signal, onProgress);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** Null for what is a Hub's: an id, or an address of a page there. */
function folderOf(model: string, endpoint: string): URL | null {
  if (/^\.{0,2}\//.test(model)) return folder(model);
  if (!/^https?:\/\//i.test(model)) return null;
  const { origin } = new URL(model);
  return origin === new URL(endpoint).origin || origin === HUB ? null : folder(model);
}
