/**
 * What the app is, in each engine that people have: Blink, Gecko, WebKit. The other browser tests ask more, of Chromium alone;
 * here each must open, hear a file and a live source with the right scores, keep what was set, and say what it lacks.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { dogBark } from "../../src/samples/dog-bark.ts";
import { writeWav } from "../fixtures/wav.mjs";
import { serveApp } from "../support/app.ts";
import { twoThreads } from "../support/threads.ts";
import { clickNamed, ENGINES, type EnginePage, eventually, shows } from "./engine.ts";
import { missingEngine, openEngine } from "./open-engine.ts";
import { axeFinds, isKept, labelsShown, openScreen, visibleBars } from "./page-facts.ts";

// A service worker is part of what each engine must do.
test.use({ serviceWorkers: "allow" });

const WAV = path.resolve(".cache/e2e/engine-sounds/barking.wav");
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PICTURES = process.env.EARSHOT_PICTURES;
const MICROPHONES = { chromium: "Fake", firefox: "Default Audio Device", webkit: "Mock audio device" } as const;
const TAB_SOUND_ELSEWHERE = "The sound of a tab: in Chrome and Edge on a computer.";
/** Engines add in other orders. */
const TOLERANCE = 1e-3;

/** Label → score of the file in Chromium, which other tests hold to Python. */
let expected: Map<string, number> | null = null;

for (const name of ENGINES) {
  test.describe(name, () => {
    test.skip(missingEngine(name) !== null, missingEngine(name) ?? "");
    // WebKitGTK's own process dies now and then ("session deleted because of page crash"): it gets a second one.
    test.describe.configure({ mode: "serial", retries: name === "webkit" ? 1 : 0 });

    let app: Awaited<ReturnType<typeof serveApp>>;
    let page: EnginePage;

    test.beforeAll(async () => {
      mkdirSync(path.dirname(WAV), { recursive: true });
      writeWav(WAV, [dogBark.render()], dogBark.sampleRateHz);
      app = await serveApp();
      page = await openEngine(name);
    });
    test.afterAll(async () => {
      await page?.close();
      await app?.close();
    });
    test.afterEach(async () => {
      if (!PICTURES) return;
      mkdirSync(PICTURES, { recursive: true });
      const what = test.info().title.replaceAll(/\W+/g, "-");
      writeFileSync(path.join(PICTURES, `${name}-${what}.png`), await page.screenshot());
    });

    test("opens, isolated, with a model that is ready", async () => {
      // On threads first: the service worker's test below wants some at rest.
      await page.goto(`${app.url}favicon.svg`);
      await page.evaluate((remembered) => void Object.assign(localStorage, remembered), twoThreads());
      await page.goto(`${app.url}#/live`);
      await shows(page, "Ready. 22 labels.");
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      const [backend] = await eventually(page, () => /WASM, \d threads?, [\d.]+ ms/.exec(document.body.innerText), {
        given: [],
      });
      console.log(`${name}: ${backend} a window`);
    });

    test("a service worker that comes to threads at rest answers at once", async () => {
      await eventually(page, () => navigator.serviceWorker.controller !== null, { given: [] });
      const answered = await page.evaluate(() => {
        const late = new Promise<string>((resolve) => setTimeout(() => resolve("late"), 15_000));
        return Promise.race([late, fetch("./").then((response) => response.status)]);
      });
      expect(answered).toBe(200);
      await page.evaluate((remembered) => {
        for (const key of Object.keys(remembered)) localStorage.removeItem(key);
      }, twoThreads());
      // On our own kernels from here on.
      await page.goto(`${app.url}?again#/live`);
      await shows(page, "Ready. 22 labels.");
    });

    test("hears a sample live, and stops", async () => {
      await clickNamed(page, "button", "Try a barking dog");
      const isDog = ([best]: { label: string; score: number }[]) => best?.label === "dog bark" && best.score > 0.5;
      await eventually(page, visibleBars, { given: [], suits: isDog });
      await clickNamed(page, "button", "Stop listening");
      await shows(page, "not listening");
    });

    test("listens to the microphone: its name is told, and results come", async () => {
      await clickNamed(page, "button", "Start listening");
      await shows(page, MICROPHONES[name]);
      await eventually(page, visibleBars, { given: [] });
      expect(await page.evaluate(() => document.body.innerText)).not.toContain("No sound comes any more");
      await clickNamed(page, "button", "Stop listening");
      await shows(page, "not listening");
    });

    test("hears a file with the scores of the other engines", async () => {
      await openScreen(page, "Files");
      await page.chooseFile("#panel-files input[type=file]", WAV);
      await shows(page, path.basename(WAV));
      // Before its end the bars are those of a part.
      await eventually(page, () => document.querySelector("[data-phase=done]") !== null, { given: [] });
      const bars = await eventually(page, visibleBars, { given: [] });
      expect(bars.length).toBe(5);
      expect(bars[0]).toMatchObject({ label: "dog bark" });
      if (name === "chromium") expected = new Map(bars.map(({ label, score }) => [label, score]));
      // One engine alone, asked for by name, has nothing to be compared with.
      if (expected === null) return;
      for (const { label, score } of bars) {
        expect(Math.abs(score - (expected.get(label) ?? Number.NaN)), label).toBeLessThan(TOLERANCE);
      }
    });

    test("goes from tab to tab by key, and keeps what was set", async () => {
      await openScreen(page, "Live");
      await page.press("ArrowRight");
      await eventually(page, () => location.hash.startsWith("#/files"), { given: [] });
      await openScreen(page, "Live");
      expect(await eventually(page, labelsShown, { given: [] })).toBe("5");
      await page.evaluate(() => document.querySelector<HTMLElement>("[data-wanted-slider]")?.focus());
      await page.press("ArrowRight");
      expect(await eventually(page, labelsShown, { given: [] })).toBe("6");
      await page.reload();
      await shows(page, "Ready. 22 labels.");
      expect(await eventually(page, labelsShown, { given: [] })).toBe("6");
    });

    test("has no button for what it lacks, and says so", async () => {
      const choices = await page.evaluate(() => [...document.querySelectorAll("label")].map((one) => one.textContent));
      expect(choices.includes("Tab sound")).toBe(name === "chromium");
      const words = await page.evaluate(() => document.body.innerText);
      expect(words.includes(TAB_SOUND_ELSEWHERE)).toBe(name !== "chromium");
    });

    test("axe finds nothing on any screen", async () => {
      const source = readFileSync(AXE, "utf8");
      for (const screen of ["Live", "Files", "Models"] as const) {
        await openScreen(page, screen);
        await page.run(source);
        expect(await page.evaluate(axeFinds), screen).toEqual([]);
      }
    });

    test("opens again when nobody serves it", async () => {
      await eventually(page, isKept, { given: [] });
      await app.close();
      await page.reload();
      await openScreen(page, "Live");
      await shows(page, "Ready. 22 labels.");
      await clickNamed(page, "button", "Try a barking dog");
      await eventually(page, visibleBars, { given: [] });
    });
  });
}
