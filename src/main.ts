/**
 * Composition root: real workers, real browser, real storage; everything else gets them passed in. The session and its model
 * start first; what draws the page is a script of its own that comes meanwhile, so that no task of the page is long.
 */
import SampleWorker from "./capture/sample.worker.ts?worker";
import InferenceWorker from "./inference/inference.worker.ts?worker";
import { probeHardware } from "./inference/probe-hardware.ts";
import LibraryWorker from "./library/library.worker.ts?worker";
import { EMBEDDED_MODELS, isEmbedded } from "./models/locations.ts";
import { answerCalls } from "./offline/api-listener.ts";
import { chooseHub, chooseServer } from "./offline/chosen-hub.ts";
import { onLaunch } from "./offline/launched-files.ts";
import { keepOffline } from "./offline/registration.ts";
import { type HandedFiles, takeShared } from "./offline/shared-files.ts";
import { isBusy } from "./session/busy.ts";
import { createSession } from "./session/create-session.ts";
import { indexedDbResults } from "./session/results-store.ts";
import { textStore } from "./session/text-store.ts";
import AudioWorker from "./stream/audio.worker.ts?worker";

const appBase = new URL(import.meta.env.BASE_URL, location.href).href;
const named = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || null;
const hubBase = named("earshot-hub") ?? "https://huggingface.co";
const pageServer = named("earshot-server");

/** The next task: what comes at once makes the page wait in one piece. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

await turn();
const session = createSession({
  startInferenceWorker: () => new InferenceWorker(),
  startAudioWorker: () => new AudioWorker(),
  startLibraryWorker: () => new LibraryWorker(),
  startSampleWorker: () => new SampleWorker(),
  hardware: probeHardware,
  places: { appBase, hubBase },
  allowHub: (endpoint) => chooseHub(endpoint, appBase, hubBase),
  pageServer,
  allowServer: (address) => chooseServer(address, appBase, { hub: hubBase, server: pageServer }),
  storage: textStore(),
  results: indexedDbResults(),
});

const wanted = new URLSearchParams(location.hash.split("?")[1]).get("model");
const modelId = wanted || EMBEDDED_MODELS[0];
const started = session.actions.chooseModel(modelId);
// A worker with our own kernels is ready soon; onnxruntime compiles for long, and the page has the first turn.
if (isEmbedded(modelId)) session.prepare();
// What draws the page is evaluated in two tasks, and drawn in others.
await import("react-dom/client");
await turn();
const { draw, takeHanded } = await import("./ui/draw.tsx");
await turn();
draw(session);
if (!isEmbedded(modelId)) requestAnimationFrame(() => setTimeout(() => session.prepare()));
void session.actions.refreshMicrophones();

const take = (handed: HandedFiles) => takeHanded(session.actions, handed);
onLaunch(take);
void takeShared(appBase).then(take);
answerCalls(session.api);
if (import.meta.env.PROD) {
  void keepOffline({
    scope: appBase,
    // Another model may be on its way for minutes.
    started: wanted ? Promise.resolve() : started,
    isBusy: () => isBusy(session.store.getState()),
    hasWebGpu: async () => (await probeHardware()).webgpu,
  });
}
