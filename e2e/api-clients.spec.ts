/** Clients that nobody here wrote, against the server: the official ones of JavaScript and Python, curl, schemathesis. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InferenceClient } from "@huggingface/inference";
import { expect, test } from "@playwright/test";
import { startApiServer } from "./support/api-server.ts";
import { pythonWithClient } from "./support/python-client.ts";
import { schemaTrouble } from "./support/task-schema.ts";

const CLIP = path.resolve("e2e/fixtures/files/ticking.ogg");
const bytes = readFileSync(CLIP);
const PLAIN = 5;

let server: Awaited<ReturnType<typeof startApiServer>>;
let url: string;
let expected: unknown;

test.beforeAll(async () => {
  server = await startApiServer();
  url = `${server.url}models/everyday-sounds`;
  expected = await (await fetch(url, { method: "POST", body: bytes })).json();
  expect(schemaTrouble("output", expected)).toBeNull();
});
test.afterAll(() => server.close());

/** Standard output; fails with what the program said where it did not end well. */
function output(command: string, rest: readonly string[], timeoutMs = 60_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { timeout: timeoutMs, cwd: test.info().outputPath() });
    let [out, all] = ["", ""];
    child.stdout.on("data", (text) => {
      out += text;
      all += text;
    });
    child.stderr.on("data", (text) => {
      all += text;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${command} ended with ${code}: ${all}`)),
    );
  });
}

test("@huggingface/inference, with a Blob and with its type", async () => {
  const client = new InferenceClient("hf_anything");
  const data = new Blob([bytes], { type: "audio/ogg" });
  const found = await client.audioClassification({ endpointUrl: url, data });
  expect(found).toEqual(expected);
  const named = await client.audioClassification({ endpointUrl: url, inputs: data, parameters: { top_k: 5 } });
  expect(named).toEqual(expected);
});

test("curl, with the file's bytes and with JSON", async () => {
  test.skip(spawnSync("curl", ["--version"]).status !== 0, "there is no curl here");
  expect(JSON.parse(await output("curl", ["-sf", url, "--data-binary", `@${CLIP}`]))).toEqual(expected);
  const file = test.info().outputPath("request.json");
  const request = { inputs: bytes.toString("base64"), parameters: { function_to_apply: "none", top_k: 2 } };
  expect(schemaTrouble("input", request)).toBeNull();
  writeFileSync(file, JSON.stringify(request));
  const json = ["-H", "Content-Type: application/json", "-H", "Authorization: Bearer hf_anything", "-d", `@${file}`];
  const found: unknown[] = JSON.parse(await output("curl", ["-sf", url, ...json]));
  expect(found).toHaveLength(2);
  expect(schemaTrouble("output", found)).toBeNull();
});

test.describe("Python", () => {
  test.setTimeout(420_000);
  let python: string | null;
  test.beforeAll(() => {
    test.setTimeout(420_000);
    python = pythonWithClient();
  });

  const ask = (call: string) => {
    const script = `
import json
from huggingface_hub import InferenceClient
client = InferenceClient(${JSON.stringify(url)}, token="hf_anything")
clip = ${JSON.stringify(CLIP)}
print(json.dumps([[one.label, one.score] for one in client.audio_classification(${call})]))
`;
    return output(python ?? "", ["-c", script]).then((text): [string, number][] => JSON.parse(text));
  };

  for (const [what, call] of [
    ["bytes", "open(clip, 'rb').read()"],
    ["a path", "clip"],
    ["top_k", `open(clip, 'rb').read(), top_k=${PLAIN}`],
  ] as const) {
    test(`huggingface_hub, with ${what}`, async () => {
      test.skip(python === null, "there is no Python here");
      const found = (await ask(call)).map(([label, score]) => ({ label, score }));
      expect(found).toEqual(expected);
    });
  }

  test("huggingface_hub, with another function", async () => {
    test.skip(python === null, "there is no Python here");
    const found = await ask("clip, function_to_apply='softmax', top_k=22");
    expect(found).toHaveLength(22);
    expect(found.reduce((sum, [, score]) => sum + score, 0)).toBeCloseTo(1, 5);
  });

  test("schemathesis finds nothing against the document", async () => {
    test.skip(python === null, "there is no Python here");
    const cli = path.join(path.dirname(python ?? ""), "schemathesis");
    const limits = ["--max-examples", "25", "--request-timeout", "20", "--seed", "1"];
    // No schema can say that a string holds an audio file: valid base64 is refused all the same.
    const beyond = ["--exclude-checks", "positive_data_acceptance"];
    await output(cli, ["run", `${server.url}openapi.json`, ...limits, ...beyond], 300_000);
  });
});
