/**
 * The Hub's API in the page: what any page of this origin asks at `models/ID` is answered by a tab of the app, through its service
 * worker; unchanged code of the official client, without a network, without changing what the person sees.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { activate } from "../src/scores/activation.ts";
import { makeFixtures, tone } from "./fixtures/make-fixtures.mjs";
import { wavBytes } from "./fixtures/wav.mjs";
import { base64, type Call, call, expectScores, scoresOf, waitControlled } from "./support/api-call.ts";
import { launchBrowser, openReady } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { addOfficialClient, CLIENT_SCRIPT } from "./support/official-client.ts";
import { copyApp, waitKept } from "./support/offline.ts";
import { allowOrigin } from "./support/recorder.ts";
import { bars } from "./support/results.ts";
import { mayRunWithShared, readExpected, SHARED, SHARED_REASON, TINY_MODELS } from "./support/shared.ts";

const SOUND = wavBytes([tone(440, 16_000, 3)], 16_000);
const MODEL = "models/everyday-sounds";
const INPUTS = ["command", "melody", "sentence"];
const CALLER = "caller.html";

let folder: string;
let browser: Browser;
let context: BrowserContext;
let app: Awaited<ReturnType<typeof serve>>;
let page: Page;

test.beforeAll(async () => {
  folder = copyApp("api-page");
  await addOfficialClient(folder);
  writeFileSync(path.join(folder, CALLER), "<!doctype html><title>Another page of this origin</title>");
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());

/** A first visit; later ones are answered in the same way. */
async function visit(hub?: string, where = "/"): Promise<void> {
  app = await serve({ folder, path: where, ...(hub ? { hub } : {}) });
  allowOrigin(app.url);
  if (hub) allowOrigin(hub);
  context = await browser.newContext({ serviceWorkers: "allow" });
  page = await context.newPage();
  await openReady(page, app.url, "live");
  await waitControlled(page);
}

test.describe("one tab", () => {
  test.beforeAll(() => visit());
  test.afterAll(async () => {
    await context.close();
    await app.close();
  });

  test("raw bytes: five labels, best first, and how much of the clip was heard", async () => {
    const answer = await call(page, MODEL, { audio: SOUND, type: "audio/wav" });
    expect(scoresOf(answer)).toHaveLength(5);
    expect(answer.headers).toMatchObject({
      "content-type": "application/json",
      "x-audio-seconds": "3.000",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
    });
    const heardS = Number(answer.headers["x-audio-seconds-heard"]);
    expect(heardS).toBeGreaterThan(1.9);
    expect(heardS).toBeLessThan(3);
    for (const address of ["hf-inference/models/everyday-sounds", `${MODEL}/pipeline/audio-classification`]) {
      expect((await call(page, address, { audio: SOUND })).body).toEqual(answer.body);
    }
  });

  for (const name of ["sigmoid", "softmax", "none"] as const) {
    test(`JSON with parameters: ${name}, with every kind of top_k`, async () => {
      const ask = async (parameters: unknown) =>
        scoresOf(await call(page, MODEL, { json: { inputs: base64(SOUND), parameters } }));
      const logits = await ask({ function_to_apply: "none", top_k: null });
      expect(logits).toHaveLength(22);
      const scores = activate(
        Float32Array.from(logits, ({ score }) => score),
        name,
      );
      const all = logits.map(({ label }, index) => ({ label, score: scores[index] as number }));
      for (const [top_k, count] of [
        [undefined, 5],
        [1, 1],
        [3, 3],
        [0, 0],
        [1e9, 22],
        [null, 22],
      ] as const) {
        const ours = await ask({ function_to_apply: name, ...(top_k === undefined ? {} : { top_k }) });
        expectScores(ours, all.slice(0, count), 1e-6);
      }
    });
  }

  test("windows over the whole clip, on request", async () => {
    const json = { inputs: base64(SOUND), parameters: { window_s: 1, top_k: 2 } };
    const answer = await call(page, MODEL, { json });
    expect(scoresOf(answer)).toHaveLength(2);
    expect(answer.headers["x-audio-seconds-heard"]).toBe("3.000");
  });

  const json = (parameters: unknown): Call => ({ json: { inputs: base64(SOUND), parameters } });
  const ERRORS: [string, string, Call, number, RegExp][] = [
    ["no body", MODEL, {}, 400, /no body/],
    ["no JSON", MODEL, { json: "{" }, 400, /not valid JSON/],
    ["no inputs", MODEL, { json: {} }, 400, /inputs/],
    ["bad base64", MODEL, { json: { inputs: "=?=" } }, 400, /base64/],
    ["not audio", MODEL, { audio: Buffer.from("a text that is no sound"), type: "text/plain" }, 400, /decoded/],
    ["an unknown function", MODEL, json({ function_to_apply: "relu" }), 400, /function_to_apply/],
    ["top_k -1", MODEL, json({ top_k: -1 }), 400, /top_k/],
    ['top_k "3"', MODEL, json({ top_k: "3" }), 400, /top_k/],
    ["an unknown model", "models/somebody/else", { audio: SOUND }, 404, /Download it/],
    ["a name of nothing", "models/a/b/c", { audio: SOUND }, 404, /no such model/],
    ["a way out of the folder", "models/..%2f..%2fetc%2fpasswd", { audio: SOUND }, 404, /no such model/],
    ["PUT", MODEL, { method: "PUT", audio: SOUND }, 405, /GET, POST/],
    ["DELETE", MODEL, { method: "DELETE" }, 405, /GET, POST/],
    ["OPTIONS", MODEL, { method: "OPTIONS" }, 405, /GET, POST/],
  ];
  for (const [what, address, request, status, sentence] of ERRORS) {
    test(`${what}: ${status}`, async () => {
      const answer = await call(page, address, request);
      expect(answer).toMatchObject({ status, body: { error: expect.stringMatching(sentence) } });
      if (status === 405) expect(answer.headers.allow).toBe("GET, POST");
    });
  }

  test("HEAD: 405; a body of more than 64 MB: 413, and the next call is answered", async () => {
    expect((await call(page, MODEL, { method: "HEAD" })).status).toBe(405);
    const status = await page.evaluate(async (address) => {
      const body = new Blob([new Uint8Array(65 * 2 ** 20)]);
      return (await fetch(address, { method: "POST", body })).status;
    }, MODEL);
    expect(status).toBe(413);
    scoresOf(await call(page, MODEL, { audio: SOUND }));
  });

  test("files of the models inside the app are what they were", async () => {
    const config = await call(page, `${MODEL}/config.json`, { method: "GET" });
    expect(config.body).toEqual(JSON.parse(readFileSync(`public/${MODEL}/config.json`, "utf8")));
    expect((await call(page, `${MODEL}/README.md`, { method: "GET" })).body).toContain("everyday");
  });

  test("a model's status", async () => {
    const ready = await call(page, MODEL, { method: "GET" });
    expect(ready).toMatchObject({
      status: 200,
      body: { id: "everyday-sounds", state: "ready", sampling_rate: 16_000 },
    });
    expect(ready.body).toMatchObject({ labels: expect.arrayContaining(["dog bark"]) });
    const other = await call(page, "models/spoken-digits", { method: "GET" });
    expect(other.body).toEqual({ id: "spoken-digits", state: "not-loaded", pipeline_tag: "audio-classification" });
    expect((await call(page, "models/somebody/else", { method: "GET" })).status).toBe(404);
  });

  test("the official client, unchanged, with a Blob and with parameters", async () => {
    await page.addScriptTag({ url: CLIENT_SCRIPT });
    const answers = await page.evaluate(
      async ([sound, model]) => {
        const data = new Blob([Uint8Array.from(atob(sound), (c) => c.charCodeAt(0))], { type: "audio/wav" });
        const endpointUrl = new URL(model, location.href).href;
        const { audioClassification, InferenceClient } = window.officialClient;
        return {
          blob: await audioClassification({ endpointUrl, data }),
          inputs: await audioClassification({ endpointUrl, inputs: data, parameters: { top_k: 3 } }),
          client: await new InferenceClient("hf_nobody_reads_this", { endpointUrl }).audioClassification({ data }),
          refused: await audioClassification({ endpointUrl: `${endpointUrl}-not`, data }).then(String, String),
        };
      },
      [base64(SOUND), MODEL] as const,
    );
    const raw = scoresOf(await call(page, MODEL, { audio: SOUND }));
    for (const body of [answers.blob, answers.inputs, answers.client]) {
      expect(scoresOf({ status: 200, body })).toEqual(raw); // The client does not send parameters with a Blob.
    }
    expect(answers.refused).toContain("not on this machine");
  });

  test("of a crowd everyone is answered: 200, or 503 with the time to come back", async () => {
    const statuses = await page.evaluate(
      async ([sound, model]) => {
        const body = Uint8Array.from(atob(sound), (c) => c.charCodeAt(0));
        const ask = async () => {
          const response = await fetch(model, { method: "POST", body });
          await response.text();
          return `${response.status} ${response.headers.get("retry-after") ?? ""}`.trim();
        };
        return Promise.all(Array.from({ length: 1000 }, ask));
      },
      [base64(SOUND), MODEL] as const,
    );
    expect(statuses.filter((status) => !/^(200|503 \d+)$/.test(status))).toEqual([]);
    expect(statuses.filter((status) => status === "200").length).toBeGreaterThan(0);
    scoresOf(await call(page, MODEL, { audio: SOUND }));
  });

  test("while the person listens, calls are answered and nothing on the screen says so", async () => {
    const sounds = page.getByRole("list", { name: "Sounds to try" });
    await sounds.getByRole("button", { name: /dog/ }).click();
    await expect(bars(page).first()).toBeVisible({ timeout: 30_000 });
    for (let i = 0; i < 20; i++) scoresOf(await call(page, MODEL, { audio: SOUND }));
    scoresOf(await call(page, "models/spoken-digits", { audio: SOUND }));
    await expect(bars(page).first()).toBeVisible();
    expect(await page.getByRole("alert").allTextContents()).toEqual([]);
    await page.getByRole("button", { name: /^Stop/ }).click();
  });

  test("callers that give up midway: the next one is answered", async () => {
    const names = await page.evaluate(
      async ([sound, model]) => {
        const body = Uint8Array.from(atob(sound), (c) => c.charCodeAt(0));
        const callers = Array.from({ length: 20 }, () => {
          const answer = fetch(model, { method: "POST", body, signal: AbortSignal.timeout(5) });
          return answer.then(String, (thrown: Error) => thrown.name);
        });
        return Promise.all(callers);
      },
      [base64(SOUND), MODEL] as const,
    );
    expect(names).toContain("TimeoutError");
    scoresOf(await call(page, MODEL, { audio: SOUND }));
  });

  test("another page of this origin is answered while a tab of the app is open, and told so when none is", async () => {
    const own = await browser.newContext({ serviceWorkers: "allow" });
    const tab = await own.newPage();
    await openReady(tab, app.url, "live");
    await waitControlled(tab);
    const caller = await own.newPage();
    await caller.goto(`${app.url}${CALLER}`);
    await waitControlled(caller);
    scoresOf(await call(caller, MODEL, { audio: SOUND }));
    await tab.close();
    const alone = await call(caller, MODEL, { audio: SOUND });
    expect(alone).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining("tab of Earshot must be open") },
    });
    expect(alone.headers["retry-after"]).toBe("5");
    await own.close();
  });
});

test("a tab that is closed midway: 503, and the tab that is left answers the next call", async () => {
  await visit();
  const caller = await context.newPage();
  await caller.goto(`${app.url}${CALLER}`);
  const sound = wavBytes([tone(440, 16_000, 120)], 16_000);
  // Some thousand windows: long enough to be in the middle of it.
  const long = call(caller, MODEL, { json: { inputs: base64(sound), parameters: { window_s: 0.05 } } });
  await caller.waitForTimeout(1_000);
  await page.close();
  expect(await long).toMatchObject({ status: 503, body: { error: expect.stringContaining("was closed") } });
  page = await context.newPage();
  await openReady(page, app.url, "live");
  scoresOf(await call(caller, MODEL, { audio: SOUND }));
  await context.close();
  await app.close();
});

test("a caller whose tab is closed midway leaves the next one nothing to wait for", async () => {
  await visit();
  const caller = await context.newPage();
  await caller.goto(`${app.url}${CALLER}`);
  // Sixty thousand windows: minutes of work, were it not called off.
  const sound = wavBytes([tone(440, 8_000, 600)], 8_000);
  const long = call(caller, MODEL, { json: { inputs: base64(sound), parameters: { window_s: 0.02 } } });
  long.catch(() => {}); // It closes before its answer.
  await caller.waitForTimeout(2_000);
  await caller.close();
  scoresOf(await call(page, MODEL, { audio: SOUND }));
  await context.close();
  await app.close();
});

test("without a network, and for a model that the page does not run: what the person sees stays", async () => {
  await visit();
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
  await visit(undefined, "/some/place/");
  const stereo = readFileSync(makeFixtures(".cache/e2e/api-sounds")["stereo-48k.wav"] ?? "");
  expect(scoresOf(await call(page, MODEL, { audio: stereo }))).toHaveLength(5);
  for (const name of ["ticking.mp3", "ticking.m4a", "ticking.ogg", "video-ticking.webm"]) {
    const [best] = scoresOf(await call(page, MODEL, { audio: readFileSync(`e2e/fixtures/files/${name}`) }));
    expect([name, best?.label]).toEqual([name, "clock tick"]);
  }
  const host = await call(page, "/models/everyday-sounds", { audio: SOUND });
  expect(host.status).toBe(405); // Not below the app: the host's own word.
  await context.close();
  await app.close();
});

test.describe("scores of Python's pipeline", () => {
  test.skip(!mayRunWithShared, SHARED_REASON);

  const TINY = "wav2vec2-base-command";
  const wavOf = (input: string) => readFileSync(path.join(SHARED, "hub/inputs", `${input}.wav`));

  test("of both models inside the app, and of one that was downloaded, for every function", async () => {
    const hub = await startLoopbackHub({ models: { [`tiny/${TINY}`]: path.join(TINY_MODELS, TINY) } });
    await visit(hub.url);
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
          expect(Math.abs((best[index] ?? Number.NaN) - logit)).toBeLessThanOrEqual(1e-3);
        }
      }
    }
    expect(hub.requests).toEqual([]);
    await context.close();
    await app.close();
    await hub.close();
  });
});
