/** Tabs that come and go while calls of the Hub's API run; no network; other hosts; Python's scores. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, test } from "@playwright/test";
import { makeFixtures, tone } from "./fixtures/make-fixtures.mjs";
import { wavBytes } from "./fixtures/wav.mjs";
import { base64, call, expectScores, scoresOf } from "./support/api-call.ts";
import { CALLER, MODEL, makeApiFolder, openTab, SOUND } from "./support/api-tab.ts";
import { launchBrowser, openReady } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { waitKept } from "./support/offline.ts";
import { mayRunWithShared, readExpected, SHARED, SHARED_REASON, TINY_MODELS } from "./support/shared.ts";

const INPUTS = ["command", "melody", "sentence"];

let browser: Browser;
let folder: string;
test.beforeAll(async () => {
  folder = await makeApiFolder("api-tabs");
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());

test("a tab that is closed midway: 503, and the tab that is left answers the next call", async () => {
  const { app, context, page, close } = await openTab(browser, folder);
  const caller = await context.newPage();
  await caller.goto(`${app.url}${CALLER}`);
  const sound = wavBytes([tone(440, 16_000, 120)], 16_000);
  // Some thousand windows: long enough to be in the middle of it.
  const long = call(caller, MODEL, { json: { inputs: base64(sound), parameters: { window_s: 0.05 } } });
  await caller.waitForTimeout(1_000);
  await page.close();
  expect(await long).toMatchObject({ status: 503, body: { error: expect.stringContaining("was closed") } });
  await openReady(await context.newPage(), app.url, "live");
  scoresOf(await call(caller, MODEL, { audio: SOUND }));
  await close();
});

test("a caller whose tab is closed midway leaves the next one nothing to wait for", async () => {
  const { app, context, page, close } = await openTab(browser, folder);
  const caller = await context.newPage();
  await caller.goto(`${app.url}${CALLER}`);
  // Sixty thousand windows: minutes of work, were it not called off.
  const sound = wavBytes([tone(440, 8_000, 600)], 8_000);
  const long = call(caller, MODEL, { json: { inputs: base64(sound), parameters: { window_s: 0.02 } } });
  long.catch(() => {}); // It closes before its answer.
  await caller.waitForTimeout(2_000);
  await caller.close();
  scoresOf(await call(page, MODEL, { audio: SOUND }));
  await close();
});

test("without a network, and for a model that the page does not run: what the person sees stays", async () => {
  const { app, context, page } = await openTab(browser, folder);
  await waitKept(page, ["shell", "runtime"]);
  await app.close();
  await context.setOffline(true);
  const before = await page.getByRole("main").ariaSnapshot();
  const digits = scoresOf(await call(page, "models/spoken-digits", { audio: SOUND }));
  expect(digits).toHaveLength(5);
  scoresOf(await call(page, MODEL, { audio: SOUND }));
  expect((await call(page, "models/spoken-digits", { method: "GET" })).body).toMatchObject({ state: "ready" });
  expect(await page.getByRole("main").ariaSnapshot()).toBe(before);
  await context.close();
});

test("on a path of the host, and compressed and stereo files like any other", async () => {
  const { page, close } = await openTab(browser, folder, { where: "/some/place/" });
  const stereo = readFileSync(makeFixtures(".cache/e2e/api-sounds")["stereo-48k.wav"] ?? "");
  expect(scoresOf(await call(page, MODEL, { audio: stereo }))).toHaveLength(5);
  for (const name of ["ticking.mp3", "ticking.m4a", "ticking.ogg", "video-ticking.webm"]) {
    const [best] = scoresOf(await call(page, MODEL, { audio: readFileSync(`e2e/fixtures/files/${name}`) }));
    expect([name, best?.label]).toEqual([name, "clock tick"]);
  }
  const host = await call(page, "/models/everyday-sounds", { audio: SOUND });
  expect(host.status).toBe(405); // Not below the app: the host's own word.
  await close();
});

test.describe("scores of Python's pipeline", () => {
  test.skip(!mayRunWithShared, SHARED_REASON);

  const TINY = "wav2vec2-base-command";
  const wavOf = (input: string) => readFileSync(path.join(SHARED, "hub/inputs", `${input}.wav`));

  test("of both models inside the app, and of one that was downloaded, for every function", async () => {
    const hub = await startLoopbackHub({ models: { [`tiny/${TINY}`]: path.join(TINY_MODELS, TINY) } });
    const { app, context, page, close } = await openTab(browser, folder, { hub: hub.url });
    const unasked = await call(page, `models/tiny/${TINY}`, { audio: SOUND });
    expect(unasked).toMatchObject({ status: 404, body: { error: expect.stringContaining("Download it") } });
    expect(hub.requests).toEqual([]);
    const other = await context.newPage();
    await openReady(other, app.url, "models", `tiny/${TINY}`);
    await other.close();
    hub.forget();
    for (const [model, file] of [
      ["everyday-sounds", "e2e/expected/everyday-sounds.json"],
      ["spoken-digits", "e2e/expected/spoken-digits.json"],
      [`tiny/${TINY}`, path.join(TINY_MODELS, TINY, "expected.json")],
    ] as const) {
      const expected = readExpected(file);
      for (const input of INPUTS) {
        const { logits = [], ...sorted } = expected[input] ?? {};
        for (const [name, wanted] of Object.entries(sorted)) {
          if (!Array.isArray(wanted) || (name !== "sigmoid" && name !== "softmax")) continue;
          const parameters = { function_to_apply: name, top_k: null };
          const json = { inputs: base64(wavOf(input)), parameters };
          expectScores(scoresOf(await call(page, `models/${model}`, { json })), wanted);
        }
        const parameters = { function_to_apply: "none", top_k: 1e9 };
        const raw = await call(page, `models/${model}`, { json: { inputs: base64(wavOf(input)), parameters } });
        const best = scoresOf(raw).map(({ score }) => score);
        for (const [index, logit] of logits.toSorted((a, b) => b - a).entries()) {
          const difference = Math.abs((best[index] ?? Number.NaN) - logit);
          expect(difference / Math.max(1, Math.abs(logit))).toBeLessThanOrEqual(1e-4);
        }
      }
    }
    expect(hub.requests).toEqual([]);
    await close();
    await hub.close();
  });
});
