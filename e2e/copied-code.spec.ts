/** What "Copy as code" copies is run as it is: answered by `npm start`'s server and by the page, with the same scores. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { AudioClassificationOutputElement } from "../src/api/contract.ts";
import type { Settings } from "../src/session/state.ts";
import { tone } from "./fixtures/make-fixtures.mjs";
import { wavBytes } from "./fixtures/wav.mjs";
import { waitControlled } from "./support/api-call.ts";
import { startApiServer } from "./support/api-server.ts";
import { launchBrowser, openReady } from "./support/app.ts";
import { CopyAsCode } from "./support/copy-as-code.ts";
import { addOfficialClient, CLIENT_SCRIPT } from "./support/official-client.ts";
import { copyApp } from "./support/offline.ts";
import { pythonWithClient } from "./support/python-client.ts";
import { keepSettings } from "./support/settings.ts";

const SOUND = Buffer.from(wavBytes([tone(440, 16_000, 2)], 16_000));
const CALLER = "caller.html";
const CALLER_PAGE = `<!doctype html><title>Another page of this origin</title>
<input type="file"><script src="${CLIENT_SCRIPT}"></script>`;
/** A module's import cannot stand in what a test evaluates: the client was loaded as a script. */
const IMPORT = 'import { InferenceClient } from "@huggingface/inference";';
const LOADED = "const { InferenceClient } = window.officialClient;";
/** Inside the project, so that Node finds the official client. */
const FOLDER = path.resolve(".cache/e2e/copied-code");
const TOLERANCE = 1e-4;

let server: Awaited<ReturnType<typeof startApiServer>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let shown: CopyAsCode;

test.beforeAll(async () => {
  const folder = copyApp("copied-code");
  writeFileSync(path.join(folder, CALLER), CALLER_PAGE);
  await addOfficialClient(folder);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, "audio.wav"), SOUND);
  server = await startApiServer({ folder });
  browser = await launchBrowser();
});

test.afterAll(async () => {
  await browser.close();
  await server.close();
});

const ASKED = [
  { settings: {}, parameters: {} },
  { settings: { activation: "none", topK: 2 }, parameters: { function_to_apply: "none", top_k: 2 } },
] as const;

for (const { settings, parameters } of ASKED) {
  test.describe(JSON.stringify(parameters), () => {
    let expected: AudioClassificationOutputElement[];

    test.beforeAll(async () => {
      const response = await fetch(`${server.url}models/everyday-sounds`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ inputs: SOUND.toString("base64"), parameters }),
      });
      expected = await response.json();
      expect(expected).toHaveLength("top_k" in parameters ? 2 : 5);
      const permissions = ["clipboard-read", "clipboard-write"];
      context = await browser.newContext({ serviceWorkers: "allow", permissions });
      page = await context.newPage();
      await page.addInitScript<Partial<Settings>>(keepSettings, settings);
      await openReady(page, server.url, "models");
      await waitControlled(page);
      shown = new CopyAsCode(page);
      await shown.summary.click();
    });

    test.afterAll(() => context.close());

    test("curl", async () => {
      expect(JSON.parse(await run("sh", "curl.sh", await shown.copied("This machine", "curl")))).toEqual(expected);
    });

    test("Python", async () => {
      const python = pythonWithClient();
      test.skip(python === null && !process.env.CI, "no Python on this machine");
      const printed = await run(python ?? "python3", "snippet.py", await shown.copied("This machine", "Python"));
      expect(printed.trim().split("\n")).toEqual(expected.map(({ label, score }) => `${score.toFixed(3)}  ${label}`));
    });

    for (const language of ["JavaScript", "JS client"]) {
      test(`${language}, in Node`, async () => {
        const code = await shown.copied("This machine", language);
        // Node prints objects for people, not as JSON.
        const asJson = code.replace(/console\.log\((.+)\);$/, "console.log(JSON.stringify($1));");
        expect(JSON.parse(await run(process.execPath, "snippet.mjs", asJson))).toEqual(expected);
      });
    }

    for (const language of ["JavaScript", "JS client"]) {
      test(`${language}, in another page of this origin: answered by the tab`, async () => {
        const code = await shown.copied("This page", language);
        const caller = await context.newPage();
        await caller.goto(`${server.url}${CALLER}`);
        await waitControlled(caller);
        await caller.locator("input").setInputFiles({ name: "audio.wav", mimeType: "audio/wav", buffer: SOUND });
        const answered = caller.waitForResponse(/models\/everyday-sounds$/);
        const printed = caller.waitForEvent("console");
        await caller.evaluate(`(async () => {${code.replace(IMPORT, LOADED)}\n})()`);
        expect((await answered).fromServiceWorker()).toBe(true);
        const rows: AudioClassificationOutputElement[] = await (await printed).args()[0]?.jsonValue();
        expect(rows.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
        for (const [place, { score }] of rows.entries()) {
          expect(Math.abs(score - (expected[place]?.score ?? Number.NaN))).toBeLessThan(TOLERANCE);
        }
      });
    }
  });
}

async function run(program: string, file: string, code: string): Promise<string> {
  writeFileSync(path.join(FOLDER, file), code);
  const { stdout } = await promisify(execFile)(program, [file], { cwd: FOLDER, timeout: 30_000 });
  return stdout;
}
