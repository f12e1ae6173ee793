import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Engine } from "../inference/engine.ts";
import type { ModelFiles } from "../models/model-files.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { FakeAudioWorker, type FakeFile } from "../testing/fake-audio-worker.ts";
import { FakeInference, FILES } from "../testing/fake-inference.ts";
import { ApiAnswerer } from "./api-answerer.ts";
import { ApiModels } from "./api-models.ts";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { createEarshotStore } from "./store.ts";

const nothing = { get: () => null, set: () => {} };
const HARDWARE = { cores: 1, sharedMemory: false, webgpu: false };
const TASK = { pipeline_tag: "audio-classification" };
const STORED = { id: "tiny/three", key: "tiny/three fp32", lastUsedAtMs: 1 };
const never = () => new AbortController().signal;

let inference: FakeInference;
let open: ReturnType<typeof vi.fn<(key: string) => Promise<ModelFiles>>>;

const openEngine = (files: ModelFiles, signal = never()) =>
  Engine.open(
    files,
    { startWorker: inference.start, memory: nothing, hardware: HARDWARE, device: null, onEvent: () => {} },
    signal,
  );

beforeEach(() => {
  inference = new FakeInference({ "wasm/1": { medianMs: 2 } });
  open = vi.fn(async () => FILES);
});
afterEach(() => vi.useRealTimers());

async function start({ page = null as string | null, windows = 1, idleMs = 60_000 } = {}) {
  const store = createEarshotStore(DEFAULT_SETTINGS, [], false);
  const engine = page === null ? null : await openEngine({ ...FILES, id: page });
  const content: Record<string, FakeFile> = { audio: { windows } };
  const audio = new FakeAudioWorker(content);
  const client = { list: async () => ({ models: [STORED], downloads: [], storage: {} }) as never, open };
  const fetchEmbedded = async (id: string) => ({ ...FILES, id });
  const models = new ApiModels({ store, engine: () => engine, client, fetchEmbedded, openEngine });
  const answerer = new ApiAnswerer({ models, stream: new StreamClient(() => audio), idleMs });
  const post = (modelId: string, body: BodyInit = "sound", type: string | null = null, gone = never()) =>
    answerer.answer(modelId, async () => ({ bytes: await new Response(body).arrayBuffer(), contentType: type }), gone);
  return { answerer, store, engine, post };
}

test("bytes become scores, best first, and the reply says how much was heard", async () => {
  const { post } = await start();
  const { status, body, headers } = await post("tiny/three");
  expect(status).toBe(200);
  expect(body).toEqual(["one", "three", "two"].map((label) => ({ label, score: expect.any(Number) })));
  expect(headers).toEqual({ "x-audio-seconds": "10.000", "x-audio-seconds-heard": "10.000" });
});

test("parameters hold: function and number of labels", async () => {
  const { post } = await start();
  const json = JSON.stringify({ inputs: btoa("sound"), parameters: { function_to_apply: "none", top_k: 1 } });
  expect((await post("tiny/three", json, "application/json")).body).toEqual([{ label: "one", score: 2 }]);
});

test("the page's engine answers where it runs the model; another one is opened beside it, and it runs on", async () => {
  const { post, engine, store } = await start({ page: "everyday-sounds" });
  const before = store.getState();
  await post("everyday-sounds");
  expect(inference.started).toHaveLength(1);
  expect((await post("tiny/three")).status).toBe(200);
  expect(open).toHaveBeenCalledExactlyOnceWith(STORED.key, expect.anything());
  expect((await post("spoken-digits")).status).toBe(200);
  expect(inference.started).toHaveLength(3);
  expect(inference.alive).toHaveLength(2); // One beside the page's at a time.
  await expect(engine?.run(new Float32Array(16_000))).resolves.toBeDefined();
  expect(store.getState()).toBe(before);
});

test("a clip of many windows in one run does not keep the page's engine busy", async () => {
  const { post } = await start({ page: "tiny/three", windows: 9 });
  expect((await post("tiny/three")).status).toBe(200);
  expect(inference.started).toHaveLength(2);
  const json = JSON.stringify({ inputs: btoa("sound"), parameters: { window_s: 1 } });
  const short = await start({ page: "tiny/three", windows: 9 });
  expect((await short.post("tiny/three", json, "application/json")).status).toBe(200);
  expect(inference.started).toHaveLength(3);
});

test("where the person chooses another model midway, the call ends on an engine of its own", async () => {
  const { post, engine } = await start({ page: "tiny/three" });
  engine?.dispose();
  expect((await post("tiny/three")).status).toBe(200);
  expect(inference.alive).toHaveLength(1);
});

test("what was opened for calls is closed after a while without any", async () => {
  const { post } = await start({ page: "everyday-sounds", idleMs: 20 });
  await post("tiny/three");
  expect(inference.alive).toHaveLength(2);
  await expect.poll(() => inference.alive.length).toBe(1);
  expect((await post("tiny/three")).status).toBe(200);
});

test("a model that is not on this machine is 404, and its body is not asked for", async () => {
  const { answerer } = await start();
  for (const id of ["somebody/else", "tiny/three@other", ".hidden"]) {
    const body = vi.fn();
    const reply = await answerer.answer(id, body, never());
    expect([id, reply.status, reply.body]).toEqual([id, 404, { error: expect.any(String) }]);
    expect(body).not.toHaveBeenCalled();
    expect((await answerer.status(id)).status).toBe(404);
  }
  expect((await answerer.status("somebody/else")).body).toEqual({ error: expect.stringContaining("Download it") });
});

test("a status says what runs, what comes and what would have to be opened first", async () => {
  const { answerer, store, post } = await start({ page: "everyday-sounds" });
  expect((await answerer.status("everyday-sounds")).body).toMatchObject({
    id: "everyday-sounds",
    state: "ready",
    labels: ["one", "two", "three"],
    sampling_rate: 16_000,
    window_s: null,
  });
  expect((await answerer.status("tiny/three@main")).body).toEqual({ ...TASK, id: "tiny/three", state: "not-loaded" });
  await post("tiny/three");
  expect((await answerer.status("tiny/three")).body).toMatchObject({ id: "tiny/three", state: "ready" });
  store.setState({ engine: { phase: "loading", modelId: "new/one", step: "files", loadedBytes: 0, totalBytes: 9 } });
  expect((await answerer.status("new/one")).body).toEqual({ ...TASK, id: "new/one", state: "loading" });
  const { status, headers } = await post("new/one");
  expect([status, headers]).toEqual([503, { "Retry-After": "5" }]);
});

test("bad requests and bad sound are told as such, and the next call is answered", async () => {
  const { post } = await start();
  expect((await post("tiny/three", "")).status).toBe(400);
  expect((await post("tiny/three", "{", "application/json")).status).toBe(400);
  expect((await (await start({ windows: 0 })).post("tiny/three")).body).toEqual({
    error: "The audio holds no sample of sound.",
  });
  const long = await (await start({ windows: 62 })).post("tiny/three");
  expect([long.status, long.body]).toEqual([413, { error: expect.stringContaining("600 s") }]);
  expect((await post("tiny/three")).status).toBe(200);
});

test("a caller that is gone before its turn takes nobody else's", async () => {
  const { post } = await start();
  const gone = new AbortController();
  const calls = [post("tiny/three"), post("tiny/three", "sound", null, gone.signal), post("tiny/three")];
  gone.abort();
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses).toEqual([200, 500, 200]);
});

test("of a crowd everyone is answered: 200, or 503 with the time to come back", async () => {
  const { post } = await start();
  const replies = await Promise.all(Array.from({ length: 200 }, () => post("tiny/three")));
  const statuses = replies.map(({ status, headers }) => `${status} ${headers["Retry-After"] ?? ""}`.trim());
  expect(statuses.filter((status) => status === "200")).toHaveLength(33);
  expect(statuses.filter((status) => status === "503 2")).toHaveLength(167);
});
