/**
 * The library in a real browser: its own worker, the origin private file system, IndexedDB, against the loopback Hub. What goes
 * wrong on the way to a model, and that nothing of it is ever used. Longer than most: all of it
 * needs the same page of the harness and the same Hub.
 */
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { zipSync } from "fflate";
import { launchBrowser } from "./support/app.ts";
import { noiseBytes, sha256, writeRepo } from "./support/hub-fixture.mjs";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { serveWithStore } from "./support/store-apart.ts";

const SIZE = 3_000_000;
const GRAPH = "onnx/model.onnx";
const DATA = "onnx/model.onnx_data";
const graph = noiseBytes(1, SIZE);
const data = noiseBytes(2, SIZE);
const KEY = "tiny/model fp32";
const WHOLE = { weights: sha256(graph), externalData: [{ path: "model.onnx_data", sha256: sha256(data) }] };

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveWithStore>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  const root = path.join(test.info().project.outputDir, "library-hub");
  const main = writeRepo(path.join(root, "main"), { [GRAPH]: graph, [DATA]: data });
  const other = writeRepo(path.join(root, "other"), { [GRAPH]: noiseBytes(3, SIZE), [DATA]: data });
  hub = await startLoopbackHub({
    models: { "tiny/model": { folder: main, revisions: { v2: other } } },
    storeApart: true,
  });
  app = await serveWithStore(process.env.EARSHOT_HARNESS ?? "dist-harness", hub);
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  hub.setFault(null);
  hub.forget();
  context = await browser.newContext();
  page = await openHarness();
});
test.afterEach(() => context.close());
test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

async function openHarness(): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(`${app.url}e2e/harness/`);
  await opened.locator("body[data-ready]").waitFor({ state: "attached" });
  return opened;
}

const access = () => ({ endpoint: hub.url, token: null });
const fetchModel = (reference = "tiny/model") =>
  page.evaluate(([name, to]) => window.library.fetchModel(name, "fp32", to), [reference, access()] as const);
const resume = () => page.evaluate(([key, to]) => window.library.resume(key, to), [KEY, access()] as const);
const openModel = (key = KEY) => page.evaluate((wanted) => window.library.open(wanted), key);
const list = () => page.evaluate(() => window.library.list());
const namesIn = (folder: "blobs" | "parts") => page.evaluate((where) => window.library.namesIn(where), folder);
const sent = () => hub.sentBytes("tiny/model", GRAPH) + hub.sentBytes("tiny/model", DATA);
const isGraph = ({ file, kind }: { file: string; kind: string }) => file === GRAPH && kind === "blob";

async function expectWhole(): Promise<void> {
  expect(await openModel()).toMatchObject({ ok: true, value: WHOLE });
  expect(await namesIn("parts")).toEqual([]);
}

/** Slowly, until about a third has come. */
async function begin(): Promise<void> {
  hub.setFault((asked) => (asked.kind === "blob" ? { bytesPerS: 3_000_000 } : null));
  await page.evaluate(([name, to]) => void window.library.fetchModel(name, "fp32", to), [
    "tiny/model",
    access(),
  ] as const);
  await expect.poll(async () => (await list()).downloads[0]?.loadedBytes ?? 0).toBeGreaterThan(SIZE / 2);
}

test("a model is downloaded whole, is there after a reload, and is used with the Hub gone", async () => {
  const stored = await fetchModel();
  expect(stored).toMatchObject({ ok: true, value: { key: KEY, place: "disk", numLabels: 2 } });
  expect(sent()).toBe(2 * SIZE);
  await expectWhole();
  expect(await namesIn("blobs")).toHaveLength(4);
  await page.reload();
  await context.route(`${hub.url}/**`, (route) => route.abort());
  const { models, downloads, storage } = await list();
  expect(models).toMatchObject([{ key: KEY, id: "tiny/model", sampleRateHz: 16_000 }]);
  expect(downloads).toEqual([]);
  expect(storage.modelBytes).toBe(models[0]?.bytes);
  expect(storage.quotaBytes).toBeGreaterThan(storage.usedBytes ?? 0);
  await expectWhole();
});

for (const at of [1, 1_000_000, SIZE - 1]) {
  test(`a connection that ends after byte ${at}: the rest is fetched, and nothing twice`, async () => {
    hub.setFault((asked) => (isGraph(asked) && asked.nth === 0 ? { resetAt: at } : null));
    expect(await fetchModel()).toMatchObject({ ok: true });
    await expectWhole();
    const [first, second, ...more] = hub.asked.filter(isGraph).map(({ range }) => range);
    expect([first, more]).toEqual([null, []]);
    // A browser drops what it has received but not handed on when a connection breaks: that is missing, too.
    const held = Number(/^bytes=(\d+)-$/.exec(second ?? "bytes=0-")?.[1]);
    expect(held).toBeLessThanOrEqual(at);
    expect(sent()).toBe(2 * SIZE + at - held);
  });
}

test("a reload in the middle: listed as paused, then only what is missing is fetched", async () => {
  await begin();
  await page.reload();
  hub.setFault(null);
  const { models, downloads } = await list();
  expect(models).toEqual([]);
  expect(downloads).toMatchObject([{ key: KEY, phase: "paused" }]);
  const { loadedBytes = 0, totalBytes = 0 } = downloads[0] ?? {};
  expect(loadedBytes).toBeGreaterThan(SIZE / 2);
  hub.forget();
  expect(await resume()).toMatchObject({ ok: true, value: { key: KEY } });
  await expectWhole();
  expect(sent()).toBe(totalBytes - loadedBytes);
});

test("a pause keeps what came, a cancel deletes it", async () => {
  await begin();
  await page.evaluate((key) => window.library.pause(key), KEY);
  const [paused] = (await list()).downloads;
  expect(paused).toMatchObject({ phase: "paused", problem: null });
  expect((await namesIn("parts")).length).toBeGreaterThan(0);
  hub.forget();
  hub.setFault(null);
  expect(await resume()).toMatchObject({ ok: true });
  await expectWhole();
  expect(sent()).toBe((paused?.totalBytes ?? 0) - (paused?.loadedBytes ?? 0));

  await page.evaluate((key) => window.library.remove(key), KEY);
  await begin();
  await page.evaluate((key) => window.library.cancel(key), KEY);
  expect(await list()).toMatchObject({ models: [], downloads: [] });
  expect([...(await namesIn("parts")), ...(await namesIn("blobs"))]).toEqual([]);
});

test("another content under the same commit: refused, nothing of it stays or is used", async () => {
  hub.setFault((asked) => (isGraph(asked) ? { changeAt: 77 } : null));
  expect(await fetchModel()).toMatchObject({ ok: false, code: "model-corrupt", details: { file: GRAPH } });
  expect(await namesIn("parts")).not.toContain(sha256(graph));
  expect(await namesIn("blobs")).not.toContain(sha256(graph));
  expect(await openModel()).toMatchObject({ ok: false, code: "model-not-found" });
  expect((await list()).models).toEqual([]);
});

for (const length of [SIZE + 1, SIZE - 1]) {
  test(`a file of ${length} bytes where ${SIZE} were stated: refused`, async () => {
    hub.setFault((asked) => (isGraph(asked) ? { length } : null));
    expect(await fetchModel()).toMatchObject({ ok: false, code: "model-corrupt", details: { reason: "length" } });
    expect(await namesIn("parts")).not.toContain(sha256(graph));
  });
}

test("429: waits as long as the Hub asks for, and says so", async () => {
  const answer = { status: 429, headers: { "Retry-After": "1" } };
  hub.setFault((asked) => (asked.kind === "resolve" && asked.file === GRAPH && asked.nth === 0 ? answer : null));
  expect(await fetchModel()).toMatchObject({ ok: true });
  const states = await page.evaluate(() => window.library.states);
  const waits = states.filter(({ problem }) => problem?.code === "hub-busy");
  expect(waits[0]).toMatchObject({ phase: "running", problem: { details: { retryAfterS: 1 } } });
  await expectWhole();
});

test("a connection that falls silent is ended after 20 s, and the rest fetched", async () => {
  hub.setFault((asked) => (isGraph(asked) ? { stallAt: 500_000 } : null));
  expect(await fetchModel()).toMatchObject({ ok: true });
  expect(hub.asked.filter(isGraph).map(({ range }) => range)).toEqual([null, "bytes=500000-"]);
  await expectWhole();
});

test("two revisions share an equal file: it is fetched once, and stays while one of them does", async () => {
  await fetchModel();
  hub.forget();
  expect(await fetchModel("tiny/model@v2")).toMatchObject({ ok: true });
  expect(hub.sentBytes("tiny/model", DATA)).toBe(0);
  expect(hub.sentBytes("tiny/model", GRAPH)).toBe(SIZE);
  expect(await namesIn("blobs")).toHaveLength(5);
  await page.evaluate((key) => window.library.remove(key), KEY);
  expect(await namesIn("blobs")).not.toContain(sha256(graph));
  expect(await openModel("tiny/model@v2 fp32")).toMatchObject({
    ok: true,
    value: { weights: sha256(noiseBytes(3, SIZE)), externalData: WHOLE.externalData },
  });
  await page.evaluate((key) => window.library.remove(key), "tiny/model@v2 fp32");
  expect(await namesIn("blobs")).toEqual([]);
});

test("two tabs that want the same model: one brings it, both have it", async () => {
  const second = await openHarness();
  const [mine, theirs] = await Promise.all([
    fetchModel(),
    second.evaluate(([name, to]) => window.library.fetchModel(name, "fp32", to), ["tiny/model", access()] as const),
  ]);
  expect([mine, theirs]).toMatchObject([{ ok: true }, { ok: true }]);
  expect(sent()).toBe(2 * SIZE);
  await expectWhole();
});

test("a worker that dies: its download is told as failed, and goes on in the next worker", async () => {
  await begin();
  await page.evaluate(() => window.library.killWorker());
  const states = await page.evaluate(() => window.library.states);
  expect(states.at(-1)).toMatchObject({ key: KEY, phase: "failed", problem: { code: "worker-died" } });
  hub.setFault(null);
  expect(await resume()).toMatchObject({ ok: true });
  await expectWhole();
});

test.describe("a full disk", () => {
  async function overrideQuota(quotaSize: number): Promise<void> {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(app.url).origin, quotaSize });
  }

  test("that fills midway: the model goes on in memory, says so, and is gone after a reload", async () => {
    await overrideQuota(4_500_000);
    const stored = await fetchModel();
    expect(stored).toMatchObject({ ok: true, value: { place: "memory" } });
    expect(sent()).toBe(2 * SIZE);
    expect(await openModel()).toMatchObject({ ok: true, value: WHOLE });
    await page.reload();
    expect((await list()).models).toEqual([]);
  });

  /** Chromium tells every site the same quota; what is announced is larger than that and than any memory. */
  test("5 TB are announced: refused before a byte of weights", async () => {
    const bytes = 5e12;
    const outcome = await page.evaluate(
      ([to, announced]) => window.library.fetchAnnounced("tiny/model", "fp32", to, announced),
      [access(), bytes] as const,
    );
    expect(outcome).toMatchObject({ ok: false, code: "model-too-large", details: { bytes } });
    expect(sent()).toBe(0);
    expect((await list()).downloads).toEqual([]);
  });
});

test.describe("from disk", () => {
  const config = Buffer.from(JSON.stringify({ model_type: "wav2vec2", id2label: { 0: "yes", 1: "no" } }));
  const preprocessor = Buffer.from(JSON.stringify({ feature_extractor_type: "Wav2Vec2FeatureExtractor" }));
  const files = {
    "mine/config.json": config,
    "mine/preprocessor_config.json": preprocessor,
    "mine/onnx/model.onnx": graph,
    "mine/onnx/model.onnx_data": data,
  };
  const importFiles = (name: string, given: Record<string, Uint8Array>) => {
    const encoded = Object.entries(given).map(([where, bytes]) => ({
      path: where,
      base64: Buffer.from(bytes).toString("base64"),
    }));
    return page.evaluate(([called, list]) => window.library.importFiles(called, list), [name, encoded] as const);
  };

  test("a folder is kept under its name", async () => {
    expect(await importFiles("mine", files)).toMatchObject({ ok: true, value: { id: "disk:mine", source: "disk" } });
    expect(await openModel("disk:mine fp32")).toMatchObject({ ok: true, value: WHOLE });
    expect((await list()).downloads).toEqual([]);
  });

  test("a zip is the same; a damaged one leaves nothing", async () => {
    const zip = zipSync(files, { level: 6 });
    expect(await importFiles("mine.zip", { "mine.zip": zip })).toMatchObject({ ok: true, value: { id: "disk:mine" } });
    expect(await openModel("disk:mine fp32")).toMatchObject({ ok: true, value: WHOLE });
    await page.evaluate((key) => window.library.remove(key), "disk:mine fp32");
    zip[zip.length >> 2] = (zip[zip.length >> 2] ?? 0) ^ 1; // Within the weights.
    expect(await importFiles("mine.zip", { "mine.zip": zip })).toMatchObject({ ok: false, code: "archive-unreadable" });
    expect([...(await namesIn("parts")), ...(await namesIn("blobs"))]).toEqual([]);
  });
});
