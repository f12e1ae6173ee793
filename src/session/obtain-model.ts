/**
 * A model's files, wherever they are: inside the app, on this machine, or on the Hub, from where they are then downloaded in
 * the precision that fits best. A stored model is opened without a network. Promises honest steps; an abort ends the wait,
 * while a download that has begun goes on among the others.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import type { LibraryClient } from "../library/library-client.ts";
import type { DownloadState, StoredModel } from "../library/protocol.ts";
import { fetchModel } from "../models/fetch-model.ts";
import { isEmbedded, locateModel, type Places } from "../models/locations.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Precision } from "../models/precision.ts";
import type { Preflight } from "../models/preflight.ts";
import { formatReference, parseReference } from "../models/reference.ts";
import type { HubSettings } from "./hub-settings.ts";
import type { LibrarySession } from "./library-session.ts";
import type { Coming } from "./state.ts";

export interface Wanted {
  readonly modelId: string;
  /** Null = of the stored ones that used last, else the best offer. */
  readonly precision: Precision | null;
}

export type Step = Omit<Coming, "modelId">;

export interface ObtainOptions {
  readonly places: Places;
  readonly client: LibraryClient;
  readonly library: Pick<LibrarySession, "ask">;
  readonly hub: Pick<HubSettings, "access">;
}

const OPENING: Step = { step: "files", loadedBytes: 0, totalBytes: null };
const ASKING: Step = { step: "asking", loadedBytes: 0, totalBytes: null };

/** @throws EarshotError `model-*`, `hub-*`, `aborted` */
export async function obtainModel(
  wanted: Wanted,
  options: ObtainOptions,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<ModelFiles> {
  const { modelId, precision } = wanted;
  if (isEmbedded(modelId)) {
    onStep(OPENING);
    return fetchModel(locateModel(modelId, options.places), {
      signal,
      onProgress: (progress) => onStep({ step: "files", ...progress }),
    });
  }
  const { client, hub } = options;
  onStep(ASKING);
  const id = isOfDisk(modelId) ? modelId : formatReference(parseReference(modelId, hub.access.endpoint));
  const fits = (one: { id: string; precision: Precision }) =>
    one.id === id && (precision === null || one.precision === precision);
  const { models, downloads } = await client.list();
  const stored = models.filter(fits).sort((a, b) => b.lastUsedAtMs - a.lastUsedAtMs)[0];
  if (stored) return client.open(stored.key, signal);
  const begun = downloads.find(fits);
  const coming = begun
    ? () => client.resume(begun.key, hub.access)
    : await beginning({ modelId: id, precision }, options, signal);
  signal.throwIfAborted();
  const { key } = await followed(id, client, coming, onStep);
  signal.throwIfAborted();
  return client.open(key, signal);
}

/** Asks the Hub; what can run is downloaded by the call that is given back. */
async function beginning(wanted: Wanted, { client, library, hub }: ObtainOptions, signal: AbortSignal) {
  const { modelId } = wanted;
  if (isOfDisk(modelId)) {
    throw new EarshotError("model-not-found", "not stored", { details: { id: modelId, reason: "not-stored" } });
  }
  const preflight = await library.ask(modelId, signal);
  const precision = offered(preflight, wanted.precision);
  return () => client.download(preflight, precision, hub.access);
}

function offered({ id, offers, refusal }: Preflight, precision: Precision | null): Precision {
  if (refusal) throw new EarshotError(refusal.code, `${id} cannot run here`, { details: refusal.details });
  const offer = precision === null ? offers[0] : offers.find((one) => one.precision === precision);
  if (offer) return offer.precision;
  throw new EarshotError("model-no-onnx", `${id} has no ${precision}`, { details: { id, has: "other-precisions" } });
}

/** Its progress is told as the library tells it. */
async function followed(
  id: string,
  client: LibraryClient,
  start: () => Promise<StoredModel>,
  onStep: (step: Step) => void,
): Promise<StoredModel> {
  const hear = ({ id: of, loadedBytes, totalBytes }: DownloadState) => {
    if (of === id) onStep({ step: "files", loadedBytes, totalBytes });
  };
  const stop = client.listen((event) => event.kind === "download" && hear(event.state));
  try {
    return await start();
  } finally {
    stop();
  }
}

function isOfDisk(id: string): boolean {
  return id.startsWith("disk:");
}
