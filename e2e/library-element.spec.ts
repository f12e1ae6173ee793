/** `<audio-classifier>` from the packed tarball: in a plain page and in React; with a file and with the fake microphone. Long: all of it needs
 * the same packed package and pages. */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { tickingClock } from "../src/samples/ticking-clock.ts";
import { writeWav } from "./fixtures/wav.mjs";
import { expectScores } from "./support/api-call.ts";
import { launchBrowser } from "./support/app.ts";
import { ask, element, events, onElement, watchEvents } from "./support/library-page.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { refuseMicrophone } from "./support/microphone.ts";
import { buildPage, unpackLibrary } from "./support/packed-library.ts";
import { mayRunWithShared, readExpected, SHARED, SHARED_REASON, TINY_MODELS } from "./support/shared.ts";
import type { Scored } from "./support/task-schema.ts";

const TICKING = "e2e/fixtures/files/ticking.ogg";
const TINY = "wav2vec2-base-command";

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serve>>;
let react: Awaited<ReturnType<typeof serve>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const { folder } = unpackLibrary("library-element");
  hub = await startLoopbackHub({
    models: { [`tiny/${TINY}`]: path.join(TINY_MODELS, TINY), "tiny/ast": path.join(TINY_MODELS, "ast-command-1s") },
  });
  app = await serve({ folder, hub: hub.url });
  react = await serve({ folder: await buildPage(folder, "react.html"), hub: hub.url });
  mkdirSync(".cache/e2e/library-sounds", { recursive: true });
  const microphoneFile = path.resolve(".cache/e2e/library-sounds/ticking.wav");
  writeWav(microphoneFile, [tickingClock.render()], tickingClock.sampleRateHz);
  browser = await launchBrowser({ microphoneFile });
});
test.beforeEach(async () => {
  context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => expect.soft(error, "an error that nobody caught").toBeNull());
  await page.goto(`${app.url}plain.html`);
  await page.waitForFunction(() => "earshot" in window && customElements.get("audio-classifier") !== undefined);
  await watchEvents(page);
});
test.afterEach(() => context.close());
test.afterAll(async () => {
  await browser.close();
  await Promise.all([app.close(), react.close(), hub.close()]);
});

const button = (name: string) => page.getByRole("button", { name });
const meters = () => page.getByRole("list", { name: "Top labels" }).getByRole("meter");

test("a file: bars by name, the function's scores, a result event, the form's value", async () => {
  await onElement(page, (found) => {
    found.source = "file";
  });
  await expect(element(page)).toHaveAttribute("source", "file");
  await page.locator("input[type=file]").setInputFiles(TICKING);
  await expect(page.getByRole("status")).toHaveText(/^Done\./, { timeout: 30_000 });
  await expect(meters()).toHaveCount(3);
  await expect(meters().first()).toHaveAccessibleName("clock tick");
  const wanted = await ask(page, { model: "./models/everyday-sounds/", sound: TICKING, parameters: { top_k: 3 } });
  const heard = await events(page);
  const [result] = heard.filter(({ type }) => type === "result");
  expect(result?.detail).toMatchObject({ source: "file", output: wanted, secondsGiven: expect.any(Number) });
  expect(Number(await meters().first().getAttribute("aria-valuenow"))).toBeCloseTo(wanted[0]?.score ?? Number.NaN, 5);
  const states = heard.filter(({ type }) => type === "statechange").map(({ detail }) => detail);
  expect(states).toEqual([
    { previous: "idle", state: "loading" },
    { previous: "loading", state: "ready" },
    { previous: "ready", state: "classifying" },
    { previous: "classifying", state: "ready" },
  ]);
  expect(await formData()).toEqual([["sound", "clock tick"]]);
});

test("a model that hears only a beginning of a clip says how much", async () => {
  test.skip(!mayRunWithShared, SHARED_REASON);
  const base64 = readFileSync(path.join(SHARED, "hub/inputs/melody.wav")).toString("base64");
  await classify(base64, { model: "tiny/ast", hubUrl: hub.url });
  await expect(page.getByRole("status")).toHaveText("Done. The model heard the first 1.3 of 12.0 s.");
});

test("Python's scores by the element, of a model from a Hub, for every function", async () => {
  test.skip(!mayRunWithShared, SHARED_REASON);
  const expected = readExpected(path.join(TINY_MODELS, TINY, "expected.json"));
  const { id2label } = JSON.parse(readFileSync(path.join(TINY_MODELS, TINY, "config.json"), "utf8"));
  const base64 = readFileSync(path.join(SHARED, "hub/inputs/command.wav")).toString("base64");
  const logits = expected.command?.logits ?? [];
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  const functions = {
    none: (logit: number) => logit,
    sigmoid: (logit: number) => 1 / (1 + Math.exp(-logit)),
    softmax: (logit: number) => Math.exp(logit) / sum,
  };
  for (const name of ["none", "sigmoid", "softmax"] as const) {
    const apply = functions[name];
    const output = await classify(base64, { model: `tiny/${TINY}`, hubUrl: hub.url, functionToApply: name, topK: 50 });
    expectScores(
      output,
      logits.map((logit, id) => ({ label: id2label[id], score: apply(logit) })),
      1e-4,
    );
  }
});

test("the microphone: heard as what it is, by keyboard, until it is stopped", async () => {
  await page.keyboard.press("Tab");
  const outline = await onElement(page, ({ shadowRoot }) => {
    const focused = shadowRoot?.activeElement;
    return focused && getComputedStyle(focused).outlineStyle;
  });
  expect(outline, "the button has the focus, and shows it").toBe("solid");
  await page.keyboard.press("Enter");
  await expect(button("Stop listening")).toBeVisible({ timeout: 30_000 });
  await expect(meters().first()).toHaveAccessibleName("clock tick", { timeout: 20_000 });
  await expect(page.getByRole("status")).toHaveText("Listening. clock tick.", { timeout: 20_000 });
  expect(await onElement(page, (found) => [found.state, found.matches(":state(listening)")])).toEqual([
    "listening",
    true,
  ]);
  const results = async () => (await events(page)).filter(({ type }) => type === "result");
  await expect.poll(async () => (await results()).length, { timeout: 20_000 }).toBeGreaterThan(3);
  await page.keyboard.press("Enter");
  await expect(button("Start listening")).toBeVisible();
  await expect(page.getByRole("status")).toHaveText("Stopped.");
  expect((await results()).at(-1)?.detail).toMatchObject({ source: "microphone", output: { length: 3 } });
  expect(await formData()).toEqual([["sound", "clock tick"]]);
});

test("taken out of the document it lets go of the microphone and its workers, and may come back", async () => {
  await page.evaluate(() => {
    const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await asked(wanted);
      Object.assign(window, { track: stream.getAudioTracks()[0], wanted });
      return stream;
    };
  });
  await onElement(page, (found) => found.start());
  // Polled: of a worker's start the driver hears later than the page.
  await expect.poll(() => page.workers().length).toBeGreaterThan(1);
  const wanted = await page.evaluate(() => (window as unknown as { wanted: unknown }).wanted);
  expect(wanted).toMatchObject({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  await page.evaluate(() => {
    const found = document.querySelector("audio-classifier");
    found?.remove();
    Object.assign(window, { found });
  });
  const track = () => page.evaluate(() => (window as unknown as { track: MediaStreamTrack }).track.readyState);
  await expect.poll(track).toBe("ended");
  await expect.poll(() => page.workers().length).toBe(0);
  await page.evaluate(() => document.body.append((window as unknown as { found: Node }).found));
  expect(await onElement(page, (found) => found.state)).toBe("idle");
  await onElement(page, (found) => found.load());
  expect(await onElement(page, (found) => found.state)).toBe("ready");
});

test("a microphone that is refused, a model that is not there: an alert, an event, a rejection; the next try is anew", async () => {
  await refuseMicrophone(page);
  await button("Start listening").click();
  await expect(page.getByRole("alert")).toContainText("not allowed to use the microphone", { timeout: 30_000 });
  await onElement(page, (found) => {
    found.model = "./models/nothing/";
  });
  await expect(onElement(page, (found) => found.load())).rejects.toThrow(/model-not-found/);
  await expect(page.getByRole("alert")).toContainText("has no");
  const errors = (await events(page)).filter(({ type }) => type === "error");
  expect(errors.map(({ detail }) => detail)).toMatchObject([
    { code: "microphone-denied" },
    { code: "model-not-found" },
  ]);
  await onElement(page, (found) => {
    found.model = "./models/everyday-sounds/";
  });
  await onElement(page, (found) => found.load());
  await expect(page.locator("[role=alert]")).toBeEmpty();
});

test("a field of its form: name, required, validity, JSON, reset, disabled", async () => {
  const validity = () => onElement(page, (found) => [found.checkValidity(), found.validity.valueMissing]);
  expect(await validity()).toEqual([false, true]);
  const base64 = readFileSync(TICKING).toString("base64");
  await classify(base64, { valueAs: "json" });
  expect(await validity()).toEqual([true, false]);
  const [[name, value] = []] = await formData();
  expect(name).toBe("sound");
  expect(JSON.parse(value ?? "")).toHaveLength(3);
  await button("Reset").click();
  expect(await formData()).toEqual([]);
  await expect(meters()).toHaveCount(0);
  expect(await validity()).toEqual([false, true]);
  await page.evaluate(() => document.querySelector("fieldset")?.toggleAttribute("disabled", true));
  await expect(button("Start listening")).toBeDisabled();
});

test("attributes and properties are the same", async () => {
  const seen = await onElement(page, (found) => {
    found.setAttribute("top-k", "7");
    const first = found.topK;
    found.setAttribute("top-k", "many");
    const second = found.topK;
    found.source = "file";
    found.functionToApply = "softmax";
    found.disabled = true;
    const names = found.getAttributeNames();
    found.functionToApply = null;
    return {
      first,
      second,
      source: found.getAttribute("source"),
      names,
      function: found.getAttribute("function-to-apply"),
    };
  });
  expect(seen).toMatchObject({ first: 7, second: 5, source: "file", function: null });
  expect(seen.names).toEqual(expect.arrayContaining(["function-to-apply", "disabled"]));
});

test("axe, wide and narrow, light and dark, with bars; nothing is wider than the page; parts can be styled", async () => {
  const base64 = readFileSync(TICKING).toString("base64");
  await classify(base64, {});
  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 390, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: theme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(tooWide, `${width} px`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `.cache/shots/element-${theme}-${width}.png` });
    }
  }
  const color = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("audio-classifier::part(score) { color: rgb(1, 2, 3) }");
    document.adoptedStyleSheets = [sheet];
    const score = document.querySelector("audio-classifier")?.shadowRoot?.querySelector("[part=score]");
    return score && getComputedStyle(score).color;
  });
  expect(color).toBe("rgb(1, 2, 3)");
});

test("in React: props, events, a file; unmounted without a trace", async () => {
  await page.goto(`${react.url}react.html`);
  await page.locator("input[type=file]").setInputFiles(TICKING);
  await expect(page.locator("output")).toHaveText(/^clock tick, /, { timeout: 30_000 });
  await expect(page.locator("#state")).toHaveText("ready");
  await expect(meters()).toHaveCount(3);
});

function formData(): Promise<string[][]> {
  return page.evaluate(() => {
    const form = document.querySelector("form");
    return form ? [...new FormData(form)].map(([name, value]) => [name, String(value)]) : [];
  });
}

type Settable = Partial<
  Pick<HTMLElementTagNameMap["audio-classifier"], "model" | "hubUrl" | "functionToApply" | "topK" | "valueAs">
>;

/** By the element, after some of its properties were set. */
function classify(base64: string, properties: Settable): Promise<Scored[]> {
  return element(page).evaluate(
    (node, given) => {
      const found = Object.assign(node as HTMLElementTagNameMap["audio-classifier"], given.properties);
      return found.classify(new Blob([Uint8Array.from(atob(given.base64), (character) => character.charCodeAt(0))]));
    },
    { base64, properties },
  );
}
