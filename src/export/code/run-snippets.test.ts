/**
 * Every snippet is run as it is copied, by curl, Python and Node, against a loopback stand-in that writes down what came.
 * The npm package's run in a browser: `e2e/library-code.spec.ts`.
 * A page's snippets run in Node too, with a file that was "chosen"; in a browser they run in `e2e/copy-as-code.spec.ts`.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pythonWithClient } from "../../../e2e/support/python-client.ts";
import { STAND_IN_ANSWER, startStandInApi } from "../../../e2e/support/stand-in-api.ts";
import { schemaTrouble } from "../../../e2e/support/task-schema.ts";
import type { CodeRequest } from "./code-request.ts";
import { type CodeLanguage, type CodePlace, languagesOf, snippet } from "./snippets.ts";

/** Inside the project, so that Node finds the official client. */
const FOLDER = path.resolve(".cache/run-snippets");
const SOUND = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 31) % 256));
const ODD_FILE = `it's a "$HOME" \`file\` 100%s \\n ü.wav`;
const TOKEN = "hf_only_for_this_test";

/** Where no Python has the client, only CI gets one: unit tests need no network. */
const PYTHON = process.env.CI ? pythonWithClient() : pythonThatHasClient();
const CURL = spawnSync("curl", ["--version"]).status === 0;
const RUNS: Partial<Record<CodeLanguage, boolean>> = { curl: CURL, python: PYTHON !== null, fetch: true, client: true };

vi.setConfig({ testTimeout: 60_000 });

let api: Awaited<ReturnType<typeof startStandInApi>>;

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ["audio.wav", ODD_FILE, "-"]) writeFileSync(path.join(FOLDER, name), SOUND);
  const page = `import { readFileSync } from "node:fs";
const file = new File([readFileSync("audio.wav")], "audio.wav", { type: "audio/wav" });
globalThis.document = { querySelector: (what) => (what === "input[type=file]" ? { files: [file] } : null) };`;
  writeFileSync(path.join(FOLDER, "page.mjs"), page);
  api = await startStandInApi();
});

afterAll(() => api.close());

const PLACES: readonly CodePlace[] = ["hosted", "machine", "page"];
const EACH = PLACES.flatMap((place) => languagesOf(place).map((language) => [language, place] as const));

it.runIf(process.env.CI)("in CI nothing is left out", () => {
  expect(Object.entries(RUNS).filter(([, runs]) => !runs)).toEqual([]);
});

describe.for(EACH)("%s, %s", ([language, place]) => {
  const base = place === "hosted" ? "/hf-inference" : "";
  const token = place === "hosted" ? "HF_TOKEN" : null;
  // Python's client sends a token that it finds, asked to or not.
  const authorization = place === "hosted" || language === "python" ? `Bearer ${TOKEN}` : undefined;
  const request = { modelId: "owner/name", functionToApply: null, topK: null, fileName: "audio.wav", token } as const;

  it.runIf(RUNS[language])("sends the file as it is where nothing is asked for", async () => {
    const { method, url, headers, body } = await sent(language, place, { ...request, base: api.origin + base });
    expect([method, url]).toEqual(["POST", `${base}/models/owner/name`]);
    expect(headers["content-type"]).toMatch(/^audio\/(x-)?wav$/);
    expect(headers.authorization).toBe(authorization);
    expect(body.equals(SOUND)).toBe(true);
  });

  it.runIf(RUNS[language])("sends the task's JSON where something is", async () => {
    const asked = { ...request, functionToApply: "sigmoid", topK: 3, base: api.origin + base } as const;
    const { headers, body } = await sent(language, place, asked);
    expect(headers["content-type"]).toBe("application/json");
    expect(headers.authorization).toBe(authorization);
    const json = JSON.parse(body.toString("utf8"));
    expect(schemaTrouble("input", json)).toBeNull();
    expect(json).toEqual({
      inputs: SOUND.toString("base64"),
      parameters: { function_to_apply: "sigmoid", top_k: 3 },
    });
  });

  it.runIf(RUNS[language])("takes odd names of models and files for what they are", async () => {
    for (const fileName of [ODD_FILE, "-"]) {
      for (const topK of [null, 1]) {
        const modelId = `it's $(id) "\`\\ü/na%me@v1'`;
        const { url, body } = await sent(language, place, {
          ...request,
          modelId,
          fileName,
          topK,
          base: api.origin + base,
        });
        expect(decodeURIComponent(url ?? "")).toBe(`${base}/models/${modelId}`);
        expect(topK === null ? body : Buffer.from(JSON.parse(body.toString()).inputs, "base64")).toEqual(SOUND);
      }
    }
  });
});

describe.for(languagesOf("server"))("%s, an endpoint of one model at its own address", (language) => {
  it.runIf(RUNS[language])("goes to that address, with the token, with and without parameters", async () => {
    const address = "/x/a%20b'$(id)?kept=1";
    for (const topK of [null, 2]) {
      const { method, url, headers, body } = await sent(language, "server", {
        base: api.origin + address,
        modelId: "",
        functionToApply: null,
        topK,
        token: "HF_TOKEN",
        fileName: "audio.wav",
      });
      expect([method, url]).toEqual(["POST", address]);
      expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(topK === null ? body : Buffer.from(JSON.parse(body.toString()).inputs, "base64")).toEqual(SOUND);
    }
  });
});

it("the schema tells a wrong request from a right one", () => {
  expect(schemaTrouble("input", { inputs: "AAAA", parameters: { top_k: "3" } })).not.toBeNull();
  expect(schemaTrouble("input", { inputs: "AAAA", parameters: { function_to_apply: "tanh" } })).not.toBeNull();
  expect(schemaTrouble("input", { inputs: "AAAA", parameters: { function_to_apply: "none", top_k: 3 } })).toBeNull();
});

/** Runs the snippet; it must print what it was answered. */
async function sent(language: CodeLanguage, place: CodePlace, request: CodeRequest) {
  api.taken.length = 0;
  const printed = await run(language, place, snippet(language, place, request));
  for (const { label } of STAND_IN_ANSWER) expect(printed).toContain(label);
  expect(api.taken).toHaveLength(1);
  return api.taken[0] as (typeof api.taken)[number];
}

async function run(language: CodeLanguage, place: CodePlace, code: string): Promise<string> {
  const script = path.join(FOLDER, "snippet.mjs");
  const file = path.join(FOLDER, "snippet.txt");
  const options = { cwd: FOLDER, env: { PATH: process.env.PATH, HF_TOKEN: TOKEN }, timeout: 20_000 };
  const start = promisify(execFile);
  writeFileSync(language === "curl" || language === "python" ? file : script, code);
  if (language === "curl") return (await start("sh", [file], options)).stdout;
  if (language === "python") return (await start(PYTHON ?? "python3", [file], options)).stdout;
  const host = place === "page" ? ["--import", "./page.mjs"] : [];
  return (await start(process.execPath, [...host, script], options)).stdout;
}

function pythonThatHasClient(): string | null {
  const known = [path.resolve(".cache/python-client/bin/python"), "python3"];
  return known.find((python) => spawnSync(python, ["-c", "import huggingface_hub"]).status === 0) ?? null;
}
