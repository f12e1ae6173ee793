/** Puts the session together: one store, one feed, the model, the live stream, the files. Browser parts are passed in. */
import { listMicrophones, onDevicesChanged } from "../capture/devices.ts";
import { openMicrophone } from "../capture/microphone.ts";
import { openSample } from "../capture/sample-source.ts";
import { openTabAudio, tabAudioSupported } from "../capture/tab-audio.ts";
import type { Hardware } from "../inference/backend-candidates.ts";
import type { StartWorker } from "../inference/model-worker.ts";
import type { Places } from "../models/locations.ts";
import { SAMPLES } from "../samples/catalogue.ts";
import { StreamClient } from "../stream/stream-client.ts";
import type { Actions } from "./actions.ts";
import { FileSession } from "./file-session.ts";
import { FileSound } from "./file-sound.ts";
import { LiveFeedHub } from "./live-feed.ts";
import { LiveSession } from "./live-session.ts";
import { ModelSession } from "./model-session.ts";
import type { ResultsStore } from "./results-store.ts";
import { readSettings, type TextStore, writeSettings } from "./settings.ts";
import { createEarshotStore, type EarshotStore } from "./store.ts";

export interface SessionParts {
  readonly startInferenceWorker: StartWorker;
  readonly startAudioWorker: StartWorker;
  readonly hardware: () => Promise<Hardware>;
  readonly places: Places;
  readonly storage: TextStore;
  readonly results: ResultsStore;
}

export interface Session {
  readonly store: EarshotStore;
  readonly actions: Actions;
  readonly feed: LiveFeedHub;
  dispose(): Promise<void>;
}

export function createSession(parts: SessionParts): Session {
  const { storage } = parts;
  const samples = SAMPLES.map(({ id, name, modelId }) => ({ id, name, modelId }));
  const store = createEarshotStore(readSettings(storage), samples, tabAudioSupported());
  const feed = new LiveFeedHub();
  const stream = new StreamClient(parts.startAudioWorker);
  const model = new ModelSession({
    store,
    storage,
    places: parts.places,
    startWorker: parts.startInferenceWorker,
    hardware: parts.hardware,
  });
  const engine = () => model.engine;
  const live = new LiveSession({ store, stream, feed, engine });
  const files = new FileSession({ store, stream, engine, results: parts.results });
  const sound = new FileSound(stream);
  void files.restore();
  model.onready = (ready) => {
    live.useEngine(ready);
    files.useEngine(ready);
  };

  const refreshMicrophones = async () => store.setState({ microphones: await listMicrophones() });
  const forgetDevices = onDevicesChanged(() => void refreshMicrophones());

  const actions: Actions = {
    chooseModel: (modelId) => model.choose(modelId),
    retryModel: () => model.retry(),
    async startMicrophone() {
      const deviceId = store.getState().settings.microphoneId;
      await live.start("microphone", (signal) => openMicrophone({ deviceId, signal }));
      await refreshMicrophones(); // Names are known only after permission.
    },
    startTabAudio: () => live.start("tab", (signal) => openTabAudio({ signal })),
    async startSample(sampleId) {
      const sample = SAMPLES.find(({ id }) => id === sampleId);
      if (!sample) return;
      const { name, sampleRateHz, modelId } = sample;
      if (currentModelId(store) !== modelId) void model.choose(modelId);
      await live.start("sample", (signal) =>
        openSample({ waveform: sample.render(), sampleRateHz, name, loop: true, signal }),
      );
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
      if (settings.device !== before.device) void model.retry();
    },
    dismissNotice: (id) => store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };

  return {
    store,
    actions,
    feed,
    async dispose() {
      forgetDevices();
      await live.stop();
      model.dispose();
      stream.terminate();
    },
  };
}

function currentModelId(store: EarshotStore): string | null {
  const { engine } = store.getState();
  if (engine.phase === "ready") return engine.model.id;
  return engine.phase === "idle" ? null : engine.modelId;
}
