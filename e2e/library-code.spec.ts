/**
 * What "Copy as code" copies for a page of one's own is run as it is, with the packed npm package: the function in a page that
 * Vite bundled, the element in a plain page; with the scores that the package's function gives.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { elementCode, functionCode } from "../src/export/code/library.ts";
import type { Settings } from "../src/session/state.ts";
import { expectScores } from "./support/api-call.ts";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { CopyAsCode } from "./support/copy-as-code.ts";
import { makeModel } from "./support/hub-models.ts";
import { ask, element } from "./support/library-page.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { buildPage, type PackedLibrary, unpackLibrary } from "./support/packed-library.ts";
import { allowOrigin } from "./support/recorder.ts";
import { keepSettings } from "./support/settings.ts";
import type { Scored } from "./support/task-schema.ts";

const TICKING = "e2e/fixtures/files/ticking.ogg";
const ID = "owner/digits";
const FOLDER = "./models/everyday-sounds/";
const ASKED = { function_to_apply: "none", top_k: 2 } as const;

let packed: PackedLibrary;
let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const servers: { close(): Promise<void> }[] = [];

test.beforeAll(async () => {
  packed = unpackLibrary("library-code");
  hub = await startLoopbackHub({ models: { [ID]: makeModel(path.resolve(".cache/e2e/library-code-model")) } });
  browser = await launchBrowser();
});
test.beforeEach(async () => {
  context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  page = await context.newPage();
});
test.afterEach(() => context.close());
test.afterAll(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.close()));
  await hub.close();
});

test("of a model inside the app, copied from the screen: the function and the element", async () => {
  test.setTimeout(120_000);
  const app = await serveApp();
  servers.push(app);
  await page.addInitScript<Partial<Settings>>(keepSettings, { activation: "none", topK: 2 });
  await openReady(page, app.url, "models");
  const shown = new CopyAsCode(page);
  await shown.summary.click();
  const call = await shown.copied("My page", "Function");
  const markup = await shown.copied("My page", "HTML element");
  const expected = await expectedScores({ model: FOLDER, parameters: ASKED });
  expectScores(await run(call), expected);
  await openElement(markup);
  expectScores(await classify(), expected);
});

test("of a model of another Hub than the public one", async () => {
  test.setTimeout(120_000);
  const request = { base: hub.url, modelId: ID, functionToApply: null, topK: 3, token: null, fileName: "audio.wav" };
  const expected = await expectedScores({ model: ID, parameters: { top_k: 3 }, hubUrl: hub.url });
  expect(expected).toHaveLength(3);
  expectScores(await run(functionCode(request)), expected);
  await openElement(elementCode(request));
  expectScores(await classify(), expected);
});

async function expectedScores(asked: Omit<Parameters<typeof ask>[1], "sound">): Promise<Scored[]> {
  await open(packed.folder, "plain.html");
  await page.waitForFunction(() => "earshot" in window);
  return ask(page, { ...asked, sound: TICKING });
}

/** As a module of a page with a file field; what it prints. */
async function run(code: string): Promise<Scored[]> {
  // A module begins by itself, and then the person must have chosen.
  const chosen = `await new Promise((resolve) => document.querySelector("input").addEventListener("change", resolve));`;
  const [imported = "", ...rest] = code.split("\n");
  writeFileSync(path.join(packed.folder, "snippet.mjs"), [imported, chosen, ...rest].join("\n"));
  const html = `<!doctype html><title>Mine</title><input type="file"><script type="module" src="snippet.mjs"></script>`;
  writeFileSync(path.join(packed.folder, "snippet.html"), html);
  await open(await buildPage(packed.folder, "snippet.html"), "snippet.html");
  const printed = page.waitForEvent("console", (message) => message.type() === "log");
  await page.locator("input").setInputFiles(TICKING);
  return (await printed).args()[0]?.jsonValue();
}

async function openElement(markup: string): Promise<void> {
  writeFileSync(path.join(packed.folder, "element.html"), `<!doctype html><title>Mine</title>\n${markup}`);
  await open(packed.folder, "element.html");
  await page.waitForFunction(() => customElements.get("audio-classifier") !== undefined);
  await expect(page.getByRole("button", { name: "Start listening" })).toBeVisible();
}

function classify(): Promise<Scored[]> {
  return element(page).evaluate((found, base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return (found as HTMLElementTagNameMap["audio-classifier"]).classify(bytes.buffer);
  }, readFileSync(TICKING).toString("base64"));
}

async function open(folder: string, file: string): Promise<void> {
  const server = await serve({ folder, hub: hub.url });
  servers.push(server);
  allowOrigin(server.url);
  allowOrigin(hub.url);
  await page.goto(`${server.url}${file}`);
}
