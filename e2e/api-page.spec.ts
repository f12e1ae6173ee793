/**
 * The Hub's API in the page: what any page of this origin asks at `models/ID` is answered by a tab of the app, through its service
 * worker; unchanged code of the official client, without a network, without changing what the person sees.
 */
import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { activate } from "../src/scores/activation.ts";
import { base64, type Call, call, expectScores, scoresOf, waitControlled } from "./support/api-call.ts";
import { CALLER, MODEL, makeApiFolder, openTab, SOUND } from "./support/api-tab.ts";
import { launchBrowser, openReady } from "./support/app.ts";
import { CLIENT_SCRIPT } from "./support/official-client.ts";
import { bars } from "./support/results.ts";

let browser: Browser;
let main: Awaited<ReturnType<typeof openTab>>;
let page: Page;

test.beforeAll(async () => {
  browser = await launchBrowser();
  main = await openTab(browser, await makeApiFolder("api-page"));
  page = main.page;
});
test.afterAll(async () => {
  await main.close();
  await browser.close();
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
  await openReady(tab, main.app.url, "live");
  await waitControlled(tab);
  const caller = await own.newPage();
  await caller.goto(`${main.app.url}${CALLER}`);
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
