/**
 * The library of the production build, driven without a screen: its own worker, this browser's storage. What a test asks for
 * is answered as plain data; files of a model as their SHA-256.
 */
import { toPlainError } from "../../src/errors/earshot-error.ts";
import LibraryWorker from "../../src/library/library.worker.ts?worker";
import { LibraryClient } from "../../src/library/library-client.ts";
import type { DiskFile, DownloadState, HubAccess, StoredModel } from "../../src/library/protocol.ts";
import type { ModelFiles } from "../../src/models/model-files.ts";
import type { Backend } from "../../src/models/model-info.ts";
import type { Precision } from "../../src/models/precision.ts";

import { type CheckpointRequest, runCheckpoint, runStored } from "./run-checkpoint.ts";

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly details: Record<string, unknown> };

export interface OpenedModel {
  readonly id: string;
  readonly precision: Precision;
  readonly config: unknown;
  readonly preprocessor: unknown;
  readonly tagger: unknown;
  readonly weights: string;
  readonly externalData: { readonly path: string; readonly sha256: string }[];
}

let worker: Worker | null = null;
const client = new LibraryClient(() => {
  worker = new LibraryWorker();
  return worker;
});
const states: DownloadState[] = [];
client.listen((event) => {
  if (event.kind === "download") states.push(event.state);
});

async function attempt<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work };
  } catch (thrown) {
    const { code, details } = toPlainError(thrown);
    return { ok: false, code, details };
  }
}

async function sha256Of(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function described(files: ModelFiles): Promise<OpenedModel> {
  const { id, precision, config, preprocessor, tagger, weights, externalData } = files;
  const data = await Promise.all(
    externalData.map(async (file) => ({ path: file.path, sha256: await sha256Of(file.data) })),
  );
  return { id, precision, config, preprocessor, tagger, weights: await sha256Of(weights), externalData: data };
}

/** Whether the person's machine has room is not what is tested here. */
const MACHINE = { freeBytes: null, memoryGB: 8, webgpu: false };

async function fetchModel(reference: string, precision: Precision, hub: HubAccess): Promise<StoredModel> {
  return client.download(await client.check(reference, hub, MACHINE), precision, hub);
}

/** As if the Hub had stated other sizes than it has. */
async function fetchAnnounced(reference: string, precision: Precision, hub: HubAccess, bytes: number) {
  const preflight = await client.check(reference, hub, MACHINE);
  const offers = preflight.offers.map((offer) => ({
    ...offer,
    files: offer.files.slice(0, 1).map((file) => ({ ...file, bytes })),
  }));
  return client.download({ ...preflight, offers }, precision, hub);
}

/** Names in a folder of the origin private file system. */
async function namesIn(folder: "blobs" | "parts"): Promise<string[]> {
  const models = await (await navigator.storage.getDirectory()).getDirectoryHandle("models");
  const names: string[] = [];
  for await (const name of (await models.getDirectoryHandle(folder)).keys()) names.push(name);
  return names.sort();
}

export const library = {
  states,
  namesIn,
  check: (reference: string, hub: HubAccess) => attempt(client.check(reference, hub, MACHINE)),
  fetchModel: (reference: string, precision: Precision, hub: HubAccess) =>
    attempt(fetchModel(reference, precision, hub)),
  fetchAnnounced: (reference: string, precision: Precision, hub: HubAccess, bytes: number) =>
    attempt(fetchAnnounced(reference, precision, hub, bytes)),
  resume: (key: string, hub: HubAccess) => attempt(client.resume(key, hub)),
  pause: (key: string) => client.pause(key),
  cancel: (key: string) => client.cancel(key),
  list: () => client.list(),
  open: (key: string) => attempt(client.open(key).then(described)),
  remove: (key: string) => client.remove(key),
  runStored: (key: string, backend: Backend, samples: number) => runStored(client, key, backend, samples),
  runCheckpoint: (request: CheckpointRequest) => runCheckpoint(client, MACHINE, request),
  /** @param files content as base64 */
  importFiles: (name: string, files: readonly { readonly path: string; readonly base64: string }[]) => {
    const blobs = files.map(({ path, base64 }): DiskFile => {
      const file = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
      return { path, file };
    });
    return attempt(client.importFiles(name, blobs, MACHINE));
  },
  /** As a browser ends one that takes too much memory. */
  killWorker: () => worker?.dispatchEvent(new ErrorEvent("error", { message: "killed" })),
};
