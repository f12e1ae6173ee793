/** The Models screen says of every model that cannot run here why not, before a byte of its weights has moved. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { button, card, check, field, inUse, makeModel } from "./support/hub-models.ts";
import { commitOf } from "./support/hub-repos.mjs";
import { startLoopbackHub } from "./support/loopback-hub.mjs";

type Hub = Awaited<ReturnType<typeof startLoopbackHub>>;
type Fault = Exclude<Parameters<Hub["setFault"]>[0], null>;

const ID = "owner/digits";
const MARKUP = '<img src=x onerror="window.gotIn = true"><b>bold</b>';
const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, id) => [id, `label ${id}`]));

let hub: Hub;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

/** Folders that differ from a working model in one thing. */
function repositories(root: string) {
  const made = (name: string, options: Parameters<typeof makeModel>[1] = {}) =>
    makeModel(path.join(root, name), options);
  const bare = (name: string, files: Record<string, string>) => {
    const folder = path.join(root, name);
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
    return folder;
  };
  const config = JSON.stringify({ model_type: "wav2vec2", id2label: { 0: "yes", 1: "no" } });
  const preprocessor = '{"feature_extractor_type":"Wav2Vec2FeatureExtractor"}';
  const sides = { "config.json": config, "preprocessor_config.json": preprocessor };
  return {
    [ID]: made("digits"),
    "owner/gated": { folder: made("gated"), gated: true },
    "owner/private": { folder: made("private"), private: true },
    "owner/safetensors": bare("safetensors", { ...sides, "model.safetensors": "weights" }),
    "owner/gguf": { folder: bare("gguf", { "model.gguf": "weights" }), pipelineTag: null },
    "owner/other-onnx": bare("other-onnx", { ...sides, "model_optimized.onnx": "weights" }),
    "owner/language-model": {
      folder: bare("language-model", {
        "config.json": '{"model_type":"llama","architectures":["LlamaForCausalLM"]}',
        "model.onnx": "weights",
      }),
      pipelineTag: "text-generation",
    },
    "owner/speechbrain": { folder: bare("speechbrain", { "hyperparams.yaml": "a: 1" }), libraryName: "speechbrain" },
    "owner/custom-code": bare("custom-code", {
      "config.json": config,
      "preprocessor_config.json": '{"feature_extractor_type":"MaestFeatureExtractor","auto_map":{"a":"b"}}',
      "model.onnx": "weights",
    }),
    "owner/no-config": { folder: bare("no-config", { "model.onnx": "weights" }), pipelineTag: null },
    "owner/no-labels": made("no-labels", { config: { id2label: undefined } }),
    "owner/holes": made("holes", { config: { id2label: { 0: "a", 2: "c" } } }),
    "owner/too-many-labels": made("too-many-labels", { config: { id2label: labels(20_001) } }),
    "owner/10000-labels": made("10000-labels", { config: { id2label: labels(10_000) } }),
    "owner/markup": made("markup", { config: { id2label: { 0: MARKUP, 1: "safe" } } }),
  };
}

test.beforeAll(async () => {
  hub = await startLoopbackHub({ models: repositories(path.resolve(".cache/e2e/model-refusals")), toStrangers: 401 });
  app = await serveApp(hub.url);
  browser = await launchBrowser();
  context = await browser.newContext();
  page = await context.newPage();
  await openReady(page, app.url, "models");
});

test.beforeEach(() => hub.forget());

test.afterEach(async () => {
  hub.setFault(null);
  const weights = hub.asked.filter(({ kind, file }) => kind === "blob" || file.endsWith(".onnx"));
  expect(weights, "weights that were asked for").toEqual([]);
  await expect(inUse(page), "the model in use").toHaveText("everyday-sounds");
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

const of = (kind: "api" | "resolve", file: string, outcome: ReturnType<Fault>): Fault => {
  return (asked) => (asked.kind === kind && asked.file === file ? outcome : null);
};
const huge = JSON.stringify({
  id: ID,
  sha: commitOf(ID, "main"),
  gated: false,
  private: false,
  disabled: false,
  pipeline_tag: "audio-classification",
  siblings: [
    { rfilename: "config.json", size: 600 },
    { rfilename: "preprocessor_config.json", size: 300 },
    { rfilename: "onnx/model.onnx", size: 5e9, lfs: { size: 5e9, sha256: "b".repeat(64) } },
  ],
});

const cases: readonly { name: string; id?: string; fault?: Fault; says: string }[] = [
  {
    name: "a name that nobody has",
    id: "owner/nobody",
    says: "does not exist, is private, or needs its owner's consent",
  },
  { name: "a private model", id: "owner/private", says: "does not exist, is private, or needs its owner's consent" },
  { name: "a gated model", id: "owner/gated", says: "given only to people who accepted its owner's terms" },
  { name: "a revision that is not there", id: `${ID}@v9`, says: "has no version called v9" },
  {
    name: "safetensors that are none",
    id: "owner/safetensors",
    says: "has a file that is cut off (model.safetensors)",
  },
  { name: "GGUF only", id: "owner/gguf", says: "It has only GGUF weights" },
  { name: "ONNX of an unknown name", id: "owner/other-onnx", says: "names that do not say which of them is the model" },
  { name: "a language model", id: "owner/language-model", says: "does not classify sound" },
  { name: "SpeechBrain", id: "owner/speechbrain", says: "is in the SpeechBrain format" },
  { name: "code of its author's", id: "owner/custom-code", says: "needs program code of its author" },
  { name: "no configuration", id: "owner/no-config", says: "does not describe itself properly" },
  { name: "no labels", id: "owner/no-labels", says: "does not describe itself properly (id2label" },
  { name: "labels with holes", id: "owner/holes", says: "does not describe itself properly" },
  { name: "20,001 labels", id: "owner/too-many-labels", says: "does not describe itself properly" },
  {
    name: "5 GB announced",
    fault: of("api", "", { status: 200, body: huge }),
    says: "too large for this browser's memory (5.0 GB",
  },
  {
    name: "404 of its configuration",
    fault: of("resolve", "config.json", { status: 404 }),
    says: "has no config.json",
  },
  {
    name: "HTML instead of the Hub's answer",
    fault: of("api", "", { html: true }),
    says: "does not answer as a Hub does",
  },
  {
    name: "HTML instead of a configuration",
    fault: of("resolve", "config.json", { html: true }),
    says: "does not describe itself properly (it is not JSON)",
  },
  {
    name: "half a configuration",
    fault: of("resolve", "config.json", { status: 200, body: '{"model_type":' }),
    says: "does not describe itself properly (it is not JSON)",
  },
  {
    name: "a rate that no sound has",
    fault: of("resolve", "preprocessor_config.json", {
      status: 200,
      body: '{"feature_extractor_type":"ASTFeatureExtractor","sampling_rate":16000000}',
    }),
    says: "does not describe itself properly (sampling_rate",
  },
  {
    name: "401",
    fault: of("api", "", { status: 401 }),
    says: "does not exist, is private, or needs its owner's consent",
  },
  {
    name: "403",
    fault: of("api", "", { status: 403 }),
    says: "does not exist, is private, or needs its owner's consent",
  },
  {
    name: "429 with Retry-After",
    fault: of("api", "", { status: 429, headers: { "Retry-After": "40" } }),
    says: "The Hub asks for a pause: it had too many requests.Wait 40 seconds",
  },
  { name: "500", fault: of("api", "", { status: 500 }), says: "(the server answered 500)" },
  { name: "503 of a file", fault: of("resolve", "config.json", { status: 503 }), says: "(the server answered 503)" },
  {
    name: "a connection that breaks",
    fault: of("resolve", "config.json", { resetAt: 9 }),
    says: "could not be fetched",
  },
];

for (const { name, id = ID, fault, says } of cases) {
  test(`${name}: said, and nothing else changes`, async () => {
    if (fault) hub.setFault(fault);
    await check(page, id);
    await expect(card(page).getByRole("alert")).toContainText(says);
    await expect(page.getByRole("alert")).toHaveCount(1);
    await button(page, "Close").click();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
}

test("10,000 labels are no obstacle; labels with markup are words", async () => {
  await check(page, "owner/10000-labels");
  await expect(card(page)).toContainText("10\u202f000 labels: label 0 · label 1");
  await button(page, "Close").click();
  await check(page, "owner/markup");
  await expect(card(page)).toContainText(`2 labels: ${MARKUP} · safe`);
  expect(await page.evaluate(() => "gotIn" in window)).toBe(false);
  await button(page, "Close").click();
});

test("a token that the Hub does not know is said", async () => {
  await page.locator(".hub-settings summary").click();
  await page.getByLabel("Access token").fill("hf_wrong");
  await button(page, "Use token").click();
  await check(page, ID);
  await expect(card(page).getByRole("alert")).toContainText("The Hub did not accept the access token.");
  await button(page, "Close").click();
  await button(page, "Forget the token").click();
  await page.locator(".hub-settings summary").click();
});

for (const [typed, says] of [
  ["", "There is no model's name."],
  ["../../etc/passwd", "is no model's name"],
  ["https://elsewhere.example/owner/name", "elsewhere.example is not the chosen Hub"],
  ["https://huggingface.co/datasets/owner/name", "That address is not a model's page"],
] as const) {
  test(`"${typed}" is not asked for`, async () => {
    await check(page, typed);
    await expect(page.getByRole("alert")).toContainText(says);
    await expect(field(page)).toHaveAttribute("aria-invalid", "true");
    expect(hub.requests).toEqual([]);
    await field(page).fill("x");
  });
}
