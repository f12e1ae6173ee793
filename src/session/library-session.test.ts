import { describe, expect, it } from "vitest";
import { EarshotError } from "../errors/earshot-error.ts";
import { LibraryClient } from "../library/library-client.ts";
import type { DownloadState, LibraryProtocol, StoredModel } from "../library/protocol.ts";
import type { Preflight } from "../models/preflight.ts";
import type { Handlers } from "../rpc/rpc-server.ts";
import { FILES } from "../testing/fake-inference.ts";
import { FakeWorker } from "../testing/fake-worker.ts";
import { HubSettings } from "./hub-settings.ts";
import { LibrarySession } from "./library-session.ts";
import { obtainModel, type Step } from "./obtain-model.ts";
import { readSettings } from "./settings.ts";
import { createEarshotStore } from "./store.ts";

const STORED: StoredModel = {
  key: "a/b fp32",
  id: "a/b",
  source: "hub",
  precision: "fp32",
  commit: "c",
  architecture: "wav2vec2",
  numLabels: 3,
  sampleRateHz: 16_000,
  bytes: 10,
  addedAtMs: 1,
  lastUsedAtMs: 1,
  place: "disk",
  madeFrom: null,
  measured: null,
  differsBy: null,
};
const COMING: DownloadState = {
  key: "a/b fp32",
  id: "a/b",
  precision: "fp32",
  making: false,
  phase: "running",
  loadedBytes: 4,
  totalBytes: 10,
  bytesPerS: 1,
  leftS: 6,
  problem: null,
};
const STORAGE = { modelBytes: 0, usedBytes: null, quotaBytes: null, persisted: false };
const PREFLIGHT: Preflight = {
  id: "a/b",
  name: "a/b",
  revision: "main",
  commit: "c",
  architecture: "wav2vec2",
  numLabels: 3,
  someLabels: ["one"],
  sampleRateHz: 16_000,
  windowS: 2,
  windowIsFixed: false,
  activation: "softmax",
  licence: null,
  sideFiles: [],
  tagger: null,
  offers: [
    { precision: "int8", files: [], totalBytes: 3, making: null },
    { precision: "fp32", files: [], totalBytes: 10, making: null },
  ],
  tooLarge: [],
  refusal: null,
  cautions: [],
};

interface Shelf {
  models?: StoredModel[];
  downloads?: DownloadState[];
  preflight?: Preflight;
}

function start(
  { models = [], downloads = [], preflight = PREFLIGHT }: Shelf = {},
  change: Partial<Handlers<LibraryProtocol>> = {},
) {
  const calls: string[] = [];
  const say = <T>(call: string, result: T) => {
    calls.push(call);
    return { result };
  };
  const worker = new FakeWorker<LibraryProtocol>({
    check: async ({ reference }) => say(`check ${reference}`, preflight),
    download: async ({ precision }) => {
      worker.tell({ kind: "download", state: COMING });
      return say(`download ${precision}`, { ...STORED, precision });
    },
    resume: async ({ key }) => say(`resume ${key}`, STORED),
    pause: async () => ({ result: null }),
    cancel: async () => ({ result: null }),
    importFiles: async () => ({ result: STORED }),
    list: async () => ({ result: { models, downloads, storage: STORAGE } }),
    open: async ({ key }) => say(`open ${key}`, { ...FILES, id: key }),
    measured: async () => ({ result: null }),
    remove: async () => ({ result: null }),
    ...change,
  });
  const storage = { get: () => null, set: () => {} };
  const store = createEarshotStore(readSettings(storage), [], false);
  const allowHub = async () => "in-force" as const;
  const hub = new HubSettings({ store, storage, pageHub: "https://hub.example", allowHub });
  const client = new LibraryClient(() => worker);
  const machine = async () => ({ freeBytes: null, memoryGB: null, webgpu: false });
  const library = new LibrarySession({ store, client, hub, machine });
  const places = { appBase: "https://app.example/", hubBase: "https://hub.example" };
  const steps: Step[] = [];
  const obtain = (modelId: string, precision: "fp32" | null = null, signal = new AbortController().signal) =>
    obtainModel({ modelId, precision }, { places, client, library, hub }, signal, (step) => steps.push(step));
  return {
    library,
    calls,
    steps,
    obtain,
    worker,
    state: () => store.getState().library,
    notices: () => store.getState().notices,
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("obtainModel", () => {
  it("opens what is stored and asks nobody; of two precisions the one used last, unless one is named", async () => {
    const models = [STORED, { ...STORED, key: "a/b int8", precision: "int8" as const, lastUsedAtMs: 9 }];
    const { obtain, calls } = start({ models });
    await obtain("https://huggingface.co/a/b/tree/main");
    await obtain("a/b", "fp32");
    expect(calls).toEqual(["open a/b int8", "open a/b fp32"]);
  });

  it("checks, then downloads the best offer, telling what comes", async () => {
    const { obtain, calls, steps } = start();
    await obtain("a/b");
    expect(calls).toEqual(["check a/b", "download int8", "open a/b fp32"]);
    expect(steps.map(({ step, loadedBytes }) => [step, loadedBytes])).toEqual([
      ["asking", 0],
      ["files", 4],
    ]);
  });

  it("goes on with what was begun, without asking the Hub what it is", async () => {
    const { obtain, calls } = start({ downloads: [{ ...COMING, phase: "paused" }] });
    await obtain("a/b");
    expect(calls).toEqual(["resume a/b fp32", "open a/b fp32"]);
  });

  it("says a refusal as an error, and downloads nothing", async () => {
    const refusal = { code: "model-no-onnx", details: { id: "a/b", has: "safetensors" } } as const;
    const { obtain, calls } = start({ preflight: { ...PREFLIGHT, offers: [], refusal } });
    await expect(obtain("a/b")).rejects.toMatchObject({ code: "model-no-onnx", details: { has: "safetensors" } });
    expect(calls).toEqual(["check a/b"]);
  });

  it("does not look on the Hub for what came from disk, nor for what is no name", async () => {
    const { obtain, calls } = start();
    await expect(obtain("disk:mine")).rejects.toMatchObject({ code: "model-not-found" });
    await expect(obtain("../etc")).rejects.toMatchObject({ code: "model-reference-invalid" });
    expect(calls).toEqual([]);
  });

  it("ends when it is called off, before anything is downloaded", async () => {
    const { obtain, calls } = start();
    const off = new AbortController();
    const obtained = obtain("a/b", null, off.signal);
    off.abort();
    await expect(obtained).rejects.toMatchObject({ code: "aborted" });
    expect(calls).not.toContain("download int8");
  });
});

describe("LibrarySession", () => {
  it("shows the last check, whichever answer comes first", async () => {
    const answers: (() => void)[] = [];
    const check: Handlers<LibraryProtocol>["check"] = async ({ reference }) => {
      if (reference === "a/slow") await new Promise<void>((resolve) => answers.push(resolve));
      return { result: { ...PREFLIGHT, id: reference } };
    };
    const { library, state } = start({}, { check });
    const slow = library.check("a/slow");
    await library.check("a/quick");
    for (const answer of answers) answer();
    await slow;
    expect(state().check).toMatchObject({ phase: "ready", preflight: { id: "a/quick" } });
  });

  it("names what could not be asked", async () => {
    const check = async () => {
      throw new EarshotError("model-unreachable", "no network");
    };
    const { library, state } = start({}, { check });
    await library.check("a/b");
    expect(state().check).toMatchObject({
      phase: "failed",
      problem: { code: "model-unreachable", details: { id: "a/b" } },
    });
  });

  it("keeps the downloads' states in their places, and drops those that are over", async () => {
    const { library, worker, state } = start();
    await library.refresh();
    worker.tell({ kind: "download", state: COMING });
    worker.tell({ kind: "download", state: { ...COMING, key: "c/d fp32" } });
    worker.tell({ kind: "download", state: { ...COMING, loadedBytes: 9 } });
    await settled();
    expect(state().downloads.map(({ key, loadedBytes }) => [key, loadedBytes])).toEqual([
      ["a/b fp32", 9],
      ["c/d fp32", 4],
    ]);
    worker.tell({ kind: "download-over", key: "a/b fp32" });
    await settled();
    expect(state().downloads.map(({ key }) => key)).toEqual(["c/d fp32"]);
  });

  it.each([
    ["storage-full", 1],
    ["aborted", 0],
  ] as const)("a download that ends as %s is said %i times", async (code, times) => {
    const download = async () => {
      throw new EarshotError(code, "ended");
    };
    const { library, notices } = start({}, { download });
    await library.check("a/b");
    expect(await library.download("int8")).toBeNull();
    expect(notices().filter(({ kind }) => kind === "error")).toHaveLength(times);
  });

  it("says a folder without a model in its place, not everywhere", async () => {
    const importFiles = async () => {
      throw new EarshotError("folder-without-model", "none", { details: { reason: "no config.json" } });
    };
    const { library, state, notices } = start({}, { importFiles });
    expect(await library.importFiles("pictures", [])).toBeNull();
    expect(state().importing).toMatchObject({ phase: "failed", name: "pictures" });
    expect(notices()).toEqual([]);
  });
});
