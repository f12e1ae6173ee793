/**
 * What a model's own files say of it, although it runs elsewhere: its labels in order, the rate and window it hears. Asked of
 * the Hub, or of the app's own folder for a model that ships inside; and who serves it.
 */
import * as v from "valibot";
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import { HubClient } from "../library/hub/hub-client.ts";
import type { HubAccess } from "../library/protocol.ts";
import { isEmbedded, locateModel, type Places } from "../models/locations.ts";
import { checkpointFacts, type ReadFacts } from "../models/read-config.ts";
import { parseReference } from "../models/reference.ts";

export interface FactsSources {
  readonly hub: HubAccess;
  readonly places: Places;
  readonly fetch?: typeof fetch | undefined;
}

/** @throws EarshotError `model-*`, `hub-*`, `aborted` */
export async function knownFacts(modelId: string, sources: FactsSources, signal: AbortSignal): Promise<ReadFacts> {
  if (isEmbedded(modelId)) return embeddedFacts(modelId, sources, signal);
  const { hub, fetch } = sources;
  const client = new HubClient(hub.endpoint, { token: hub.token, fetch, signal });
  const model = await client.model(parseReference(modelId, hub.endpoint));
  const [config, preprocessor] = await Promise.all([
    client.json(model, "config.json"),
    client.json(model, "preprocessor_config.json").catch(nullWhereAbsent),
  ]);
  return checkpointFacts(config, preprocessor);
}

async function embeddedFacts(id: string, { places, fetch: given = fetch }: FactsSources, signal: AbortSignal) {
  const { urlOf } = locateModel(id, places);
  const read = async (file: string): Promise<unknown> => (await given(urlOf(file), { signal })).json();
  return checkpointFacts(await read("config.json"), await read("preprocessor_config.json"));
}

function nullWhereAbsent(thrown: unknown): null {
  if (asEarshotError(thrown).code === "model-not-found") return null;
  throw thrown;
}

const Entry = v.object({ task: v.string(), status: v.optional(v.string(), "live") });
/** A list, or by provider's name: the Hub has given both. */
const MappingSchema = v.object({
  inferenceProviderMapping: v.nullish(
    v.union([v.array(v.object({ ...Entry.entries, provider: v.string() })), v.record(v.string(), Entry)]),
    [],
  ),
});

/** Names of those who serve the model for this task; none where nobody does. @throws EarshotError `hub-*`, `model-*` */
export async function providersOf(modelId: string, { hub, fetch: given = fetch }: FactsSources, signal: AbortSignal) {
  const path = modelId.split("/").map(encodeURIComponent).join("/");
  const url = `${hub.endpoint}/api/models/${path}?expand[]=inferenceProviderMapping`;
  const headers = hub.token === null ? {} : { Authorization: `Bearer ${hub.token}` };
  const options = { headers, signal, credentials: "omit", referrerPolicy: "no-referrer" } as const;
  const response = await given(url, options).catch((cause: unknown) => {
    throw asEarshotError(cause, "model-unreachable");
  });
  const outcome = v.safeParse(MappingSchema, await response.json().catch(() => null));
  if (!response.ok || !outcome.success) {
    const details = { id: modelId, endpoint: hub.endpoint, status: response.status };
    throw new EarshotError("hub-answer-invalid", "no provider mapping", { details });
  }
  const mapping = outcome.output.inferenceProviderMapping ?? [];
  const entries = Array.isArray(mapping)
    ? mapping
    : Object.entries(mapping).map(([provider, entry]) => ({ provider, ...entry }));
  return entries.filter(({ task }) => task === "audio-classification").map(({ provider }) => provider);
}
