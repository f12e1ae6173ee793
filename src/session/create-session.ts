/** Puts the session together: one store, one feed, the model, the live stream, the files. Browser parts are passed in. */
import { listMicrophones, onDevicesChanged } from "../capture/devices.ts";
import { openMicrophone } from "../capture/microphone.ts";
import { renderSample } from "../capture/render-sample.ts";
import { openSample } from "../capture/sample-source.ts";
import { openTabAudio, tabAudioSupported } from "../capture/tab-audio.ts";
import { type Hardware, likelyBackend } from "../inference/backend-candidates.ts";
import type { StartWorker } from "../inference/model-worker.ts";
import { SpareWorker } from "../inference/spare-worker.ts";
import { LibraryClient } from "../library/library-client.ts";
import { modelKey } from "../library/model-key.ts";
import type { StoredModel } from "../library/protocol.ts";
import { EMBEDDED_MODELS, isEmbedded, type Places } from "../models/locations.ts";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import { parseServerId, partyOf } from "../remote/server-place.ts";
import type { WorkerLike } from "../rpc/messages.ts";
import { sharesMemory } from "../rpc/shared-memory.ts";
import { SAMPLE_FACTS } from "../samples/facts.ts";
import { StreamClient } from "../stream/stream-client.ts";
import type { Actions } from "./actions.ts";
import type { ApiAnswerer } from "./api-answerer.ts";
import { createApi } from "./create-api.ts";
import { FileSession } from "./file-session.ts";
import { FileSound } from "./file-sound.ts";
import { HubSettings } from "./hub-settings.ts";
import { LibrarySession } from "./library-session.ts";
import { LiveFeedHub } from "./live-feed.ts";
import { LiveSession } from "./live-session.ts";
import { ModelSession } from "./model-session.ts";
import { obtainModel } from "./obtain-model.ts";
import { probeMachine } from "./probe-machine.ts";
import type { ResultsStore } from "./results-store.ts";
import { ScreenAwake } from "./screen-awake.ts";
import { ServerSession } from "./server-session.ts";
import { readSettings, writeSettings } from "./settings.ts";
import { createEarshotStore, type EarshotStore } from "./store.ts";
import type { TextStore } from "./text-store.ts";

export interface SessionParts {
  readonly startInferenceWorker: StartWorker;
  readonly startAudioWorker: () => WorkerLike;
  readonly startLibraryWorker: () => WorkerLike;
  readonly startSampleWorker: () => WorkerLike;
  readonly hardware: () => Promise<Hardware>;
  readonly places: Places;
  /** Tells whoever writes the page's policy which Hub it may ask; null = the one that the app came with. */
  readonly allowHub: (endpoint: string | null) => Promise<HubOutcome>;
  /** Whom the open page may send sound to; null = nobody. */
  readonly pageServer: string | null;
  /** Tells whoever writes the page's policy whom sound may be sent to; null = nobody. */
  readonly allowServer: (address: string | null) => Promise<HubOutcome>;
  readonly storage: TextStore;
  readonly results: ResultsStore;
}

export interface Session {
  readonly store: EarshotStore;
  readonly actions: Actions;
  readonly feed: LiveFeedHub;
  /** Answers calls of the Hub's API. */
  readonly api: ApiAnswerer;
  /** Makes a runtime ready for the first model, while that is on its way. */
  prepare(): void;
  dispose(): Promise<void>;
}

export function createSession(parts: SessionParts): Session {
  const { storage } = parts;
  const samples = SAMPLE_FACTS.map(({ id, name, modelId }) => ({ id, name, modelId }));
  const store = createEarshotStore(readSettings(storage), samples, tabAudioSupported());
  const feed = new LiveFeedHub();
  const stream = new StreamClient(parts.startAudioWorker);
  const { places, hardware, allowHub } = parts;
  const hub = new HubSettings({ store, storage, pageHub: places.hubBase, allowHub });
  const client = new LibraryClient(parts.startLibraryWorker);
  const library = new LibrarySession({ store, client, hub, machine: () => probeMachine(hardware) });
  const server = new ServerSession({ ...parts, store, hub, onMeasured: atMostEachSecond(() => model.refresh()) });
  const spare = new SpareWorker(parts.startInferenceWorker);
  const model: ModelSession = new ModelSession({
    store,
    storage,
    openServer: (id, signal) => server.open(id, signal),
    hardware,
    startWorker: spare.start,
    obtain: (wanted, signal, onStep) => obtainModel(wanted, { places, client, library, hub }, signal, onStep),
  });
  /** Used when it is there, unless the person chose another meanwhile. */
  const thenUse = async (coming: Promise<StoredModel | null>) => {
    const wanted = model.wanted;
    const stored = await coming;
    if (stored && model.wanted === wanted) await model.choose(stored.id, stored.precision);
  };
  const engine = () => model.engine;
  const live = new LiveSession({ store, stream, feed, engine, isHidden: () => document.hidden });
  const awake = keepAwake(store);
  const files = new FileSession({ store, stream, engine, results: parts.results });
  const sound = new FileSound(stream);
  const api = createApi(parts, { store, client, engine: () => model.localEngine });
  void files.restore();
  model.onready = (ready) => {
    spare.drop();
    // The list can wait until sound can be heard.
    if (store.getState().library.stored === null) void library.refresh();
    live.useEngine(ready);
    // What a server's scores are far from, nobody here can say.
    if (model.localEngine) void library.measured(model.localEngine);
    files.useEngine(ready);
    if (ready.info.source !== "server") void server.ranHere();
  };

  const refreshMicrophones = async () => store.setState({ microphones: await listMicrophones() });
  const forgetDevices = onDevicesChanged(() => void refreshMicrophones());

  const actions: Actions = {
    chooseModel: (modelId, precision) => model.choose(modelId, precision),
    retryModel: () => model.retry(),
    async startMicrophone() {
      const deviceId = store.getState().settings.microphoneId;
      await live.start("microphone", (signal) => openMicrophone({ deviceId, signal }));
      await refreshMicrophones(); // Names are known only after permission.
    },
    startTabAudio: () => live.start("tab", (signal) => openTabAudio({ signal })),
    async startSample(sampleId) {
      const sample = SAMPLE_FACTS.find(({ id }) => id === sampleId);
      if (!sample) return;
      const { name, sampleRateHz, modelId } = sample;
      if (currentModelId(store) !== modelId) void model.choose(modelId);
      await live.start("sample", (signal) => {
        const waveform = renderSample(sampleId, parts.startSampleWorker, signal);
        return openSample({ waveform, sampleRateHz, name, loop: true, signal });
      });
    },
    stopListening: () => live.stop(),
    refreshMicrophones,
    addFiles: (added) => files.add(added),
    cancelFile: (id) => files.cancel(id),
    cancelAllFiles: () => files.cancelAll(),
    pauseQueue: () => files.pause(),
    resumeQueue: () => files.resume(),
    runFile: (id) => files.run(id),
    removeFile: (id) => files.remove(id),
    removeAllFiles: () => files.removeAll(),
    selectFile: (id) => files.select(id),
    fileBlob: (id) => files.file(id),
    setTrueLabels: (labels) => files.setTrueLabels(labels),
    openPicture: (id, part, onColumns) => sound.openPicture(files.file(id), part, onColumns),
    cutClip: (id, fromS, toS) => sound.cutClip(files.file(id), fromS, toS),
    changeSettings(change) {
      const before = store.getState().settings;
      const settings = { ...before, ...change };
      store.setState({ settings });
      writeSettings(storage, settings);
      if (settings.device !== before.device && model.localEngine) void model.retry();
    },
    dismissNotice: (id) => store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
    checkModel: (reference) => library.check(reference),
    forgetCheck: () => library.forgetCheck(),
    async downloadModel(precision, andUse) {
      const coming = library.download(precision);
      await (andUse ? thenUse(coming) : coming);
    },
    pauseDownload: (key) => library.pause(key),
    async resumeDownload(key) {
      await library.resume(key);
    },
    cancelDownload: (key) => library.cancel(key),
    async removeModel(key) {
      const { engine } = store.getState();
      const inUse = engine.phase === "ready" && modelKey(engine.model.id, engine.model.precision) === key;
      if (inUse) await model.choose(EMBEDDED_MODELS[0]);
      await library.remove(key);
    },
    openOnnxFolder: (key) => library.openOnnxFolder(key),
    importModel: (name, added) => thenUse(library.importFiles(name, added)),
    forgetImport: () => library.forgetImport(),
    keepStorage: () => library.keepStorage(),
    setHubEndpoint: (address) => hub.setEndpoint(address),
    setHubToken: (token, keep) => hub.setToken(token, keep),
    forgetHubToken: () => hub.forgetToken(),
    askServer: (wish) => server.ask(wish),
    forgetServerCheck: () => server.forget(),
    agreeToServer: () => server.agree(),
    comeBackFromServer: () => model.comeBack(EMBEDDED_MODELS[0]),
    async withdrawFromServer(party) {
      const inUse = currentModelId(store);
      const place = inUse === null ? null : parseServerId(inUse, store.getState().server.router);
      if (place && partyOf(place) === party) await model.comeBack(EMBEDDED_MODELS[0]);
      await server.withdraw(party);
    },
    setServerToken: (token, keep) => server.setToken(token, keep),
    setHubTokenForServer: () => server.setHubToken(),
    forgetServerToken: () => server.forgetToken(),
  };

  return {
    store,
    actions,
    feed,
    api,
    prepare() {
      if (store.getState().settings.device === "webgpu" || model.engine) return;
      spare.prepare(likelyBackend(storage, { sharedMemory: sharesMemory() }, isEmbedded(model.wanted?.modelId ?? "")));
    },
    async dispose() {
      forgetDevices();
      awake.dispose();
      await live.stop();
      api.dispose();
      model.dispose();
      spare.drop();
      library.dispose();
      stream.terminate();
    },
  };
}

/** While somebody listens, unless the battery is to be saved. */
function keepAwake(store: EarshotStore): ScreenAwake {
  const awake = new ScreenAwake(navigator.wakeLock, document);
  store.subscribe(({ live, settings }) => awake.want(live.phase === "listening" && settings.pace !== "saver"));
  return awake;
}

/** Each answer of a server is measured; nobody reads a figure that changes more often than this. */
function atMostEachSecond(tell: () => void): () => void {
  let toldMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - toldMs < 1000) return;
    toldMs = nowMs;
    tell();
  };
}

/** The one on its way where there is one. */
function currentModelId(store: EarshotStore): string | null {
  const { engine, coming } = store.getState();
  if (coming) return coming.modelId;
  if (engine.phase === "ready") return engine.model.id;
  return engine.phase === "idle" ? null : engine.modelId;
}
