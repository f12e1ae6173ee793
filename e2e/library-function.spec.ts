/** The npm package's function, from the packed tarball: Python's scores, in a plain page and in one that Vite bundled.
 * Long: both pages are made of the same packed package, and asked the same. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { makeFixtures, tone } from "./fixtures/make-fixtures.mjs";
import { wavBytes } from "./fixtures/wav.mjs";
import { expectScores } from "./support/api-call.ts";
import { launchBrowser } from "./support/app.ts";
import { ask, failure } from "./support/library-page.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { buildPage, typeTroubles, unpackLibrary } from "./support/packed-library.ts";
import { allowOrigin, record } from "./support/recorder.ts";
import {
  mayRunWithShared,
  readExpected,
  SHARED,
  SHARED_REASON,
  TINY_MODELS,
  tinyOnnxModels,
} from "./support/shared.ts";
import { schemaTrouble } from "./support/task-schema.ts";

const LOCAL = "./models/everyday-sounds/";
const SOUND = wavBytes([tone(440, 16_000, 2)], 16_000);
const INPUTS = ["command", "melody", "sentence"] as const;

let packed: ReturnType<typeof unpackLibrary>;
let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let browser: Browser;
let plain: Page;
let bundled: Page;
const servers: Awaited<ReturnType<typeof serve>>[] = [];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  packed = unpackLibrary("library-function");
  const tiny = tinyOnnxModels().map((name) => [`tiny/${name}`, path.join(TINY_MODELS, name)]);
  hub = await startLoopbackHub({ models: Object.fromEntries(tiny) });
  browser = await launchBrowser();
  plain = await open(packed.folder, "plain.html");
  bundled = await open(await buildPage(packed.folder, "react.html"), "react.html");
});
test.afterAll(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.close()));
  await hub.close();
});

async function open(folder: string, file: string): Promise<Page> {
  const server = await serve({ folder, hub: hub.url });
  servers.push(server);
  allowOrigin(server.url);
  allowOrigin(hub.url);
  const context = await browser.newContext();
  record(context);
  const page = await context.newPage();
  await page.addInitScript((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    Object.assign(window, { sound: new Blob([bytes]) });
  }, Buffer.from(SOUND).toString("base64"));
  page.on("pageerror", (error) => expect.soft(error, "an error that nobody caught").toBeNull());
  await page.goto(`${server.url}${file}`);
  await page.waitForFunction(() => "earshot" in window);
  return page;
}

test("what is packed: modules, workers, types, licences; no source, no model, no runtime, no name of a model's host", () => {
  const { files } = packed;
  expect(files).toEqual(
    expect.arrayContaining(["package.json", "README.md", "LICENSE", "NOTICES.md", "dist/index.js"]),
  );
  expect(
    files.filter((file) => !/^(dist\/[\w./-]+\.js|types\/[\w./-]+\.d\.ts|[A-Z]+(\.md)?|package\.json)$/.test(file)),
  ).toEqual([]);
  const code = files.filter((file) => file.endsWith(".js")).map((file) => readFileSync(at(file), "utf8"));
  for (const text of code) expect(text).not.toMatch(/(?:^|[;}\s])(?:import|export)\b[^;]*from\s*["'`](?!\.)|require\(/);
  expect(Object.keys(manifest().dependencies)).toEqual(["mediabunny", "onnxruntime-web"]);
});

test("its types: what a program may write compiles, also strictly, and what it may not does not", () => {
  test.setTimeout(120_000);
  expect(typeTroubles(packed.folder)).toBe("");
});

for (const where of ["a plain page", "a bundled page"] as const) {
  test.describe(`in ${where}`, () => {
    const page = () => (where === "a plain page" ? plain : bundled);

    test("a model in a folder; top_k 1, 3, 0, too large, null and none; every function", async () => {
      const all = await ask(page(), { model: LOCAL, sound: SOUND, parameters: { top_k: null } });
      expect(schemaTrouble("output", all)).toBeNull();
      expect(all.length).toBeGreaterThan(20);
      for (const [top_k, count] of [
        [1, 1],
        [3, 3],
        [0, 0],
        [1e9, all.length],
        [undefined, 5],
      ] as const) {
        const parameters = top_k === undefined ? {} : { top_k };
        expect(await ask(page(), { model: LOCAL, sound: SOUND, parameters })).toEqual(all.slice(0, count));
      }
      const raw = await ask(page(), {
        model: LOCAL,
        sound: SOUND,
        parameters: { function_to_apply: "none", top_k: null },
      });
      const sum = raw.reduce((total, { score }) => total + Math.exp(score), 0);
      const softmax = raw.map(({ label, score }) => ({ label, score: Math.exp(score) / sum }));
      const parameters = { function_to_apply: "softmax", top_k: null } as const;
      expectScores(await ask(page(), { model: LOCAL, sound: SOUND, parameters }), softmax);
      expectScores(
        all,
        raw.map(({ label, score }) => ({ label, score: 1 / (1 + Math.exp(-score)) })),
      );
    });

    test("other formats, and a long clip by windows", async () => {
      for (const name of ["ticking.mp3", "ticking.m4a", "ticking.ogg", "video-ticking.webm"]) {
        const [best] = await ask(page(), { model: LOCAL, sound: `e2e/fixtures/files/${name}` });
        expect([name, best?.label]).toEqual([name, "clock tick"]);
      }
      const stereo = makeFixtures(".cache/e2e/library-sounds")["stereo-48k.wav"] ?? "";
      expect(await ask(page(), { model: LOCAL, sound: stereo, parameters: { window_s: 1 } })).toHaveLength(5);
    });

    test("Python's scores of tiny checkpoints, from a Hub, for every function; kept for the next visit", async () => {
      test.skip(!mayRunWithShared, SHARED_REASON);
      test.setTimeout(240_000);
      // The workers are the same: the bundled page hears one of each kind of extractor.
      const models = where === "a plain page" ? tinyOnnxModels() : ["ast-genre", "wav2vec2-base-command"];
      expect(models.length).toBeGreaterThan(1);
      for (const name of models) {
        const model = `tiny/${name}`;
        const expected = readExpected(path.join(TINY_MODELS, name, "expected.json"));
        const config = JSON.parse(readFileSync(path.join(TINY_MODELS, name, "config.json"), "utf8"));
        for (const input of INPUTS) {
          const sound = path.join(SHARED, "hub/inputs", `${input}.wav`);
          const logits = expected[input]?.logits ?? [];
          for (const function_to_apply of ["sigmoid", "softmax", "none"] as const) {
            const wanted = applied(function_to_apply, logits).map((score, id) => ({
              label: config.id2label[id],
              score,
            }));
            const parameters = { function_to_apply, top_k: null };
            const ours = await ask(page(), { model, sound, parameters, hubUrl: hub.url });
            expectScores(ours, wanted);
          }
        }
      }
      const [first = ""] = models;
      hub.forget();
      await page().reload();
      await page().waitForFunction(() => "earshot" in window);
      const sound = path.join(SHARED, "hub/inputs/command.wav");
      expect(await ask(page(), { model: `tiny/${first}`, sound, hubUrl: hub.url })).toHaveLength(5);
      expect(hub.requests).toEqual([]);
    });
  });
}

test("what goes wrong is an error with a name, of a class that the package has", async () => {
  const withSound = (more: object) =>
    plain.evaluate(async (given) => {
      const { audioClassification } = window.earshot;
      const { sound } = window as unknown as { sound: Blob };
      const call = audioClassification({ inputs: sound, ...given } as never);
      return call.then(
        () => null,
        ({ name, code, status }) => ({ name, code, status }),
      );
    }, more);
  expect(await withSound({ model: LOCAL, parameters: { top_k: -1 } })).toEqual({ name: "ApiError", status: 400 });
  expect(await withSound({ model: LOCAL, parameters: { top_k: "3" } })).toMatchObject({ status: 400 });
  expect(await withSound({ model: LOCAL, parameters: { function_to_apply: "tanh" } })).toMatchObject({ status: 400 });
  expect(await withSound({ model: "./models/nothing/" })).toEqual({ name: "EarshotError", code: "model-not-found" });
  expect(await withSound({ model: "everyday-sounds" })).toMatchObject({ code: "model-not-found" });
  expect(await withSound({ model: "not a name" })).toMatchObject({ code: "model-reference-invalid" });
  const notAudio = await failure(plain, { model: LOCAL, inputs: "audio.wav" });
  expect(notAudio).toMatchObject({ code: "file-not-audio", isOurs: true });
});

test("a call that is called off rejects with its reason, at once; the next one is answered", async () => {
  const said = await plain.evaluate(async () => {
    const { audioClassification } = window.earshot;
    const { sound } = window as unknown as { sound: Blob };
    const model = new URL("./models/spoken-digits/", location.href).href;
    const before = AbortSignal.abort(new Error("before"));
    const calling = new AbortController();
    const reasons: string[] = [];
    const note = (thrown: Error) => void reasons.push(thrown.message);
    await audioClassification({ model, inputs: sound }, { signal: before }).catch(note);
    const call = audioClassification({ model, inputs: sound }, { signal: calling.signal }).catch(note);
    calling.abort(new Error("meanwhile"));
    await call;
    const output = await audioClassification({ model, inputs: sound });
    return { reasons, count: output.length };
  });
  expect(said).toEqual({ reasons: ["before", "meanwhile"], count: 5 });
});

test("a classifier that is kept open: labels, how much was heard, progress, its end", async () => {
  const said = await plain.evaluate(async () => {
    const { createClassifier, EarshotError } = window.earshot;
    const { sound } = window as unknown as { sound: Blob };
    const steps = new Set<string>();
    const open = await createClassifier("./models/everyday-sounds/", { onProgress: ({ step }) => steps.add(step) });
    const { output, secondsGiven, secondsHeard } = await open.hear(await sound.arrayBuffer(), { top_k: 1 });
    open.dispose();
    const after = await open.classify(sound).catch((thrown) => thrown instanceof EarshotError && thrown.code);
    return { steps: [...steps], labels: open.labels.length, count: output.length, secondsGiven, secondsHeard, after };
  });
  expect(said).toEqual({
    steps: ["files", "checking"],
    labels: expect.any(Number),
    count: 1,
    secondsGiven: 2,
    secondsHeard: expect.any(Number),
    after: "aborted",
  });
});

test("the page's own thread stays free while a clip is decoded and run", async () => {
  const longestMs = await plain.evaluate(async () => {
    const { audioClassification } = window.earshot;
    const { sound } = window as unknown as { sound: Blob };
    await audioClassification({ model: "./models/everyday-sounds/", inputs: sound });
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 4);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        audioClassification({ model: "./models/everyday-sounds/", inputs: sound, parameters: { window_s: 0.1 } }),
      ),
    );
    clearInterval(beat);
    return longest;
  });
  expect(longestMs).toBeLessThan(250);
});

function at(file: string): string {
  return path.join(packed.folder, "node_modules/earshot", file);
}

function manifest(): { readonly dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(at("package.json"), "utf8"));
}

function applied(name: "sigmoid" | "softmax" | "none", logits: readonly number[]): number[] {
  if (name === "none") return [...logits];
  if (name === "sigmoid") return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / sum);
}
