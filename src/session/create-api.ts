/** Puts together what answers calls of the Hub's API: workers of its own beside the page's engine and the library. */
import type { Hardware } from "../inference/backend-candidates.ts";
import { Engine } from "../inference/engine.ts";
import type { EngineEvent } from "../inference/engine-event.ts";
import type { StartWorker } from "../inference/model-worker.ts";
import type { LibraryClient } from "../library/library-client.ts";
import { fetchModel } from "../models/fetch-model.ts";
import { locateModel, type Places } from "../models/locations.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { ApiAnswerer } from "./api-answerer.ts";
import { ApiModels } from "./api-models.ts";
import type { EarshotStore } from "./store.ts";
import type { TextStore } from "./text-store.ts";

export interface ApiParts {
  readonly startInferenceWorker: StartWorker;
  readonly startAudioWorker: () => WorkerLike;
  readonly hardware: () => Promise<Hardware>;
  readonly places: Places;
  readonly storage: TextStore;
}

export interface SharedWithPage {
  readonly store: EarshotStore;
  readonly client: LibraryClient;
  /** What the page runs now. */
  readonly engine: () => Engine | null;
}

export function createApi(parts: ApiParts, { store, client, engine }: SharedWithPage): ApiAnswerer {
  const { startInferenceWorker: startWorker, startAudioWorker, hardware, places, storage: memory } = parts;
  const models = new ApiModels({
    store,
    engine,
    client,
    fetchEmbedded: (id, signal) => fetchModel(locateModel(id, places), { signal, onProgress: () => {} }),
    openEngine: async (files, signal, onGone) => {
      const { device } = store.getState().settings;
      const onEvent = ({ kind }: EngineEvent) => kind === "gone" && onGone();
      return Engine.open(files, { startWorker, memory, hardware: await hardware(), device, onEvent }, signal);
    },
  });
  return new ApiAnswerer({ models, stream: new StreamClient(startAudioWorker) });
}
