/**
 * The live path for days, faster than the clock: real workers, the app's own live and model sessions, a source whose sound is
 * handed over as soon as the window before was scored. Faults come in turn; for each it is noted how long no result came, and
 * what the person was told.
 */
import type { LiveSource } from "../../src/capture/source.ts";
import { EarshotError, toPlainError } from "../../src/errors/earshot-error.ts";
import InferenceWorker from "../../src/inference/inference.worker.ts?worker";
import { probeHardware } from "../../src/inference/probe-hardware.ts";
import { fetchModel } from "../../src/models/fetch-model.ts";
import { EMBEDDED_MODELS, locateModel } from "../../src/models/locations.ts";
import type { ModelFiles } from "../../src/models/model-files.ts";
import { isOnServer } from "../../src/models/model-info.ts";
import { SAMPLES } from "../../src/samples/catalogue.ts";
import { DEFAULT_SETTINGS } from "../../src/session/default-settings.ts";
import { LiveFeedHub } from "../../src/session/live-feed.ts";
import { LiveSession } from "../../src/session/live-session.ts";
import { ModelSession } from "../../src/session/model-session.ts";
import { backendName } from "../../src/session/sentences.ts";
import { createEarshotStore } from "../../src/session/store.ts";
import AudioWorker from "../../src/stream/audio.worker.ts?worker";
import { StreamClient } from "../../src/stream/stream-client.ts";
import { type Progress, SoakSource } from "./soak-source.ts";

const FAULTS = ["another model", "worker killed", "backend lost", "device unplugged"] as const;
/** After a fault a window must fill again, and not every chunk ends one: the next follows all the same, faster than the clock. */
const REFILL_MS = 100;
/** Beyond this nothing comes any more. */
const GIVE_UP_MS = 30_000;

export interface SoakReport {
  readonly results: number;
  readonly framesLost: number;
  readonly windowsDropped: number;
  /** What the model runs on at the end. A lost backend is followed by another, which may need more memory. */
  readonly backend: string;
  readonly faults: readonly { readonly kind: string; readonly recoveredMs: number; readonly told: string }[];
}

let soak: ReturnType<typeof build> | null = null;

function build(appBase: string) {
  const nothing = { get: () => null, set: () => {} };
  const store = createEarshotStore(DEFAULT_SETTINGS, [], false);
  const workers = new Set<Worker>();
  // Whoever drives the browser keeps each body that is fetched: 1.3 MB a switch, that would look as if the app kept it.
  const obtained = new Map<string, Promise<ModelFiles>>();
  const fetchOnce = (modelId: string) =>
    fetchModel(locateModel(modelId, { appBase, hubBase: appBase }), {
      signal: new AbortController().signal,
      onProgress() {},
    });
  const model: ModelSession = new ModelSession({
    store,
    storage: nothing,
    hardware: probeHardware,
    openServer: () => Promise.reject(new EarshotError("internal", "no server here")),
    obtain: ({ modelId }) => {
      const files = obtained.get(modelId) ?? fetchOnce(modelId);
      obtained.set(modelId, files);
      return files;
    },
    startWorker() {
      const worker = new InferenceWorker();
      workers.add(worker);
      // Backends that lost their trial are ended by the app; what is left is the one that runs.
      worker.terminate = () => {
        workers.delete(worker);
        Worker.prototype.terminate.call(worker);
      };
      return worker;
    },
  });
  const live = new LiveSession({
    store,
    stream: new StreamClient(() => new AudioWorker()),
    feed: new LiveFeedHub(),
    engine: () => model.engine,
    isHidden: () => false,
  });
  model.onready = (engine) => live.useEngine(engine);
  const source = new SoakSource(SAMPLES);
  return { store, model, live, workers, source, faults: 0 };
}

/** Feeds so many seconds of sound, with a fault after each `faultEveryS`. */
export async function soakFor(request: { appBase: string; seconds: number; faultEveryS: number }): Promise<SoakReport> {
  const { appBase, seconds, faultEveryS } = request;
  soak ??= build(appBase);
  const { store, model, live, source } = soak;
  if (!model.engine) await model.choose(EMBEDDED_MODELS[0]);
  const counters = () => {
    const state = store.getState().live;
    return state.phase === "listening" ? state.counters : null;
  };
  const progress: Progress = {
    windowsRun: () => counters()?.windowsRun ?? 0,
    nextChange: () =>
      new Promise((resolve) => {
        const forget = store.subscribe(done);
        const timer = setTimeout(done, 100);
        function done() {
          forget();
          clearTimeout(timer);
          resolve();
        }
      }),
    giveUpMs: GIVE_UP_MS,
  };
  const faults: { kind: string; recoveredMs: number; told: string }[] = [];
  const totals = { results: 0, framesLost: 0, windowsDropped: 0 };
  const settle = () => {
    const last = counters();
    totals.results += last?.windowsRun ?? 0;
    totals.framesLost += last?.framesLost ?? 0;
    totals.windowsDropped += last?.windowsDropped ?? 0;
  };
  const open = async () => {
    await live.start("microphone", async (): Promise<LiveSource> => source.open());
  };
  await open();
  let untilFaultS = faultEveryS;
  for (let fedS = 0; fedS < seconds; ) {
    fedS += await source.feed(progress);
    untilFaultS -= SoakSource.CHUNK_S;
    if (untilFaultS > 0) continue;
    untilFaultS = faultEveryS;
    const kind = FAULTS[soak.faults++ % FAULTS.length] ?? FAULTS[0];
    const startedMs = performance.now();
    if (kind === "device unplugged") settle();
    await strike(kind, open);
    const before = progress.windowsRun();
    while (progress.windowsRun() <= before && performance.now() - startedMs < GIVE_UP_MS) {
      fedS += await source.feed({ ...progress, giveUpMs: REFILL_MS });
    }
    faults.push({ kind, recoveredMs: performance.now() - startedMs, told: told() });
  }
  settle();
  await live.stop();
  const { engine } = store.getState();
  const runsOn = engine.phase === "ready" && !isOnServer(engine.backend) ? engine.backend.chosen : null;
  const backend = runsOn ? backendName(runsOn) : "nothing";
  return { ...totals, backend, faults };
}

async function strike(kind: (typeof FAULTS)[number], open: () => Promise<void>): Promise<void> {
  if (!soak) return;
  const { model, workers, source, store } = soak;
  const worker = [...workers].at(-1);
  if (kind === "another model") {
    const engine = store.getState().engine;
    const now = engine.phase === "ready" ? engine.model.id : "";
    await model.choose(EMBEDDED_MODELS.find((id) => id !== now) ?? EMBEDDED_MODELS[0]);
  } else if (kind === "worker killed") killSilently(worker);
  else if (kind === "backend lost") {
    // As the worker tells it when a GPU goes.
    const error = toPlainError(new EarshotError("backend-lost", "soak", { transient: true }));
    worker?.onmessage?.(
      new MessageEvent("message", { data: { kind: "event", event: { kind: "backend-lost", error } } }),
    );
  } else {
    source.unplug();
    await open();
  }
}

/** As a crash does it: the app is not told. */
function killSilently(worker: Worker | undefined): void {
  if (worker) Worker.prototype.terminate.call(worker);
}

/** What notices tell the person, who then reads and closes them. */
function told(): string {
  const store = soak?.store;
  const words = store?.getState().notices.map(({ text }) => text) ?? [];
  store?.setState({ notices: [] });
  return words.join(" ");
}
