/** Models by address that are missing, damaged, refused or unreachable: each with its sentence, and the way back to one that works. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, serveApp } from "./support/app.ts";
import { makeModel } from "./support/hub-models.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { chooseFiles, openFile } from "./support/results.ts";

const CONFIG = { model_type: "wav2vec2", id2label: { 0: "yes", 1: "no" } };
const PREPROCESSOR = { feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000 };

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  const folder = path.join(test.info().project.outputDir, "hub");
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  writeFileSync(path.join(folder, "config.json"), JSON.stringify(CONFIG));
  writeFileSync(path.join(folder, "preprocessor_config.json"), JSON.stringify(PREPROCESSOR));
  writeFileSync(path.join(folder, "onnx/model.onnx"), new Uint8Array(200_000).fill(42));
  // What one of them has downloaded is not asked for again, so each has a model of its own; a half that one left is taken up
  // by the next, because they are the same bytes.
  const own = Object.fromEntries(cases.map((_, place) => [idOf(place), folder]));
  const foreign = makeModel(path.join(test.info().project.outputDir, "foreign"), {
    config: { model_type: "wav2vec2" },
  });
  writeFileSync(path.join(foreign, "preprocessor_config.json"), JSON.stringify(PREPROCESSOR));
  hub = await startLoopbackHub({ models: { ...own, "tiny/away": folder, "tiny/foreign": foreign } });
  app = await serveApp(hub.url);
  browser = await launchBrowser();
  // One profile for all: what a backend is worth is measured once.
  context = await browser.newContext();
});
test.beforeEach(async () => {
  page = await context.newPage();
});
test.afterEach(async () => {
  hub.setFault(null);
  await context.unrouteAll();
  await page.close();
});
test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

/** The model's failure is said as an alert, on Live and on Models. */
async function expectTrouble(says: string): Promise<void> {
  await expect(page.getByRole("alert")).toContainText(says, { timeout: 30_000 });
}

async function expectFilesAreHeard(): Promise<void> {
  await page.getByRole("tab", { name: "Files" }).click();
  await chooseFiles(page, committedFixture("ticking.mp3"));
  expect(await openFile(page, "ticking.mp3")).toHaveLength(5);
  await expect(page.getByRole("alert")).toHaveCount(0);
}

type Hub = Awaited<ReturnType<typeof startLoopbackHub>>;
type Answer = ReturnType<Exclude<Parameters<Hub["setFault"]>[0], null>>;
const idOf = (place: number) => `tiny/broken-${place}`;

/**
 * `file`: the end of the path that goes wrong; `id` is the case's own unless it is given. `stored`: it came as it was announced,
 * and only running it shows what is wrong.
 */
const cases: { name: string; id?: string; file?: string; answer?: Answer; says: string; stored?: boolean }[] = [
  { name: "a name that nobody has", id: "tiny/nope", says: "“tiny/nope” does not exist on this Hub" },
  { name: "no model file", file: "model.onnx", answer: { status: 404 }, says: "has no onnx/model.onnx" },
  { name: "401", file: "config.json", answer: { status: 401 }, says: "does not exist, is private" },
  { name: "403", file: "model.onnx", answer: { status: 403 }, says: "needs its owner's consent" },
  { name: "500", file: "config.json", answer: { status: 500 }, says: "(the server answered 500)" },
  {
    name: "a connection that breaks again and again",
    file: "model.onnx",
    answer: "cut",
    says: "could not be fetched",
  },
  { name: "other bytes than were announced", file: "model.onnx", answer: { changeAt: 150_000 }, says: "is damaged" },
  { name: "another length than was announced", file: "model.onnx", answer: { length: 150_000 }, says: "is damaged" },
  { name: "HTML instead of JSON", file: "config.json", answer: { html: true }, says: "(it is not JSON)" },
  {
    name: "a configuration without labels",
    file: "config.json",
    answer: { status: 200, body: JSON.stringify({ model_type: "wav2vec2" }) },
    says: "does not describe itself properly (id2label",
  },
  { name: "garbage weights", says: "is damaged and cannot be loaded", stored: true },
  { name: "an ONNX of another architecture", id: "tiny/foreign", says: "“tiny/foreign”", stored: true },
];

for (const [place, { name, id = idOf(place), file, answer = null, says, stored = false }] of cases.entries()) {
  test(`a Hub model, ${name}: said, and an embedded model is the way back`, async () => {
    hub.setFault((request) => (file !== undefined && request.file.endsWith(file) ? answer : null));
    await page.goto(`${app.url}#/live?model=${id}`);
    await expectTrouble(says);
    await page.getByRole("button", { name: "Use everyday-sounds" }).click();
    await expect(page.getByText(/^Ready\. \d+ labels/)).toBeVisible({ timeout: 30_000 });
    // What did not come whole and right is not among those that can be chosen.
    await expect(page.getByLabel("Model", { exact: true }).locator(`option[value="${id}"]`)).toHaveCount(
      stored ? 1 : 0,
    );
    await expectFilesAreHeard();
  });
}

test("a model that cannot be had while another runs: said, and the other one runs on", async () => {
  hub.setFault(({ file }) => (file === "config.json" ? { status: 500 } : null));
  await page.goto(app.url);
  await expect(page.getByText(/^Ready\. \d+ labels/)).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => {
    location.hash = "#/live?model=tiny/away";
  });
  await expectTrouble("“tiny/away” could not be fetched (the server answered 500).");
  await expect(page.getByLabel("Model", { exact: true })).toHaveValue("everyday-sounds");
  await expect(page).toHaveURL(/model=everyday-sounds$/);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expectFilesAreHeard();
});

test("a Hub that cannot be reached: said, and Try again works when it is back", async () => {
  await context.route(`${hub.url}/**`, (route) => route.abort("internetdisconnected"));
  await page.goto(`${app.url}#/models?model=tiny/away`);
  await expectTrouble("could not be fetched.");
  await context.unroute(`${hub.url}/**`);
  await page.getByRole("tabpanel").getByRole("button", { name: "Try again" }).click();
  await expectTrouble("is damaged"); // Fetched now, and judged by its content.
});

for (const { name, file, fulfil, says } of [
  { name: "missing weights", file: "onnx/model.onnx", fulfil: { status: 404 }, says: "has no onnx/model.onnx" },
  { name: "corrupt weights", file: "onnx/model.onnx", fulfil: { body: "not a model" }, says: "is damaged" },
  {
    name: "another golden answer's shape",
    file: "golden.json",
    fulfil: { body: "[1]" },
    says: "does not describe itself",
  },
]) {
  test(`an embedded model with ${name}: said, and another one works`, async () => {
    await context.route(`**/models/everyday-sounds/${file}`, (route) => route.fulfill(fulfil));
    await page.goto(app.url);
    await expectTrouble(says);
    await page.getByLabel("Model", { exact: true }).selectOption("spoken-digits");
    await expect(page.getByText("Ready. 10 labels.")).toBeVisible({ timeout: 30_000 });
    await expectFilesAreHeard();
  });
}
