/** The Hub's API from Node: Python's scores, the contract's errors, many clients at once. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { activate } from "../src/scores/activation.ts";
import { topK } from "../src/scores/top-k.ts";
import { HUB_MODELS, startApiServer } from "./support/api-server.ts";
import { type Scored, schemaTrouble } from "./support/task-schema.ts";

/** Of a score; of a logit, which has no upper bound, the same part of it: WebAssembly sums in another order than Python. */
const TOLERANCE = 1e-4;
/** One sound in many containers: video too. */
const CONTAINERS = ["ticking.ogg", "ticking.mp3", "ticking.m4a", "video-ticking.webm", "video-ticking.mp4"];
/** By how much encoders change a score. */
const CODING = 0.1;
const TINY = path.join(HUB_MODELS, "tiny");
const INPUTS = path.resolve("../shared/hub/inputs");
const CLIP = readFileSync("e2e/fixtures/files/ticking.ogg");

let server: Awaited<ReturnType<typeof startApiServer>>;
test.beforeAll(async () => {
  server = await startApiServer({ timeoutMs: 30_000 });
});
test.afterAll(() => server.close());

const post = (model: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${server.url}models/${model}`, { method: "POST", body, headers });
const json = (model: string, body: unknown) =>
  post(model, typeof body === "string" ? body : JSON.stringify(body), { "content-type": "application/json" });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

async function scores(answer: Response): Promise<Scored[]> {
  const body: Scored[] = await answer.json();
  expect(answer.status, JSON.stringify(body)).toBe(200);
  expect(schemaTrouble("output", body)).toBeNull();
  return body;
}

async function refusal(answer: Response): Promise<[number, string]> {
  const { error }: { error: string } = await answer.json();
  return [answer.status, error];
}

function expectClose(found: readonly Scored[], wanted: readonly Scored[]): void {
  expect(found.map(({ label }) => label)).toEqual(wanted.map(({ label }) => label));
  for (const [index, { score }] of found.entries()) {
    const expected = wanted[index]?.score ?? Number.NaN;
    expect(Math.abs(score - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(TOLERANCE);
  }
}

const tiny = existsSync(TINY) ? readdirSync(TINY).filter((name) => existsSync(path.join(TINY, name, "onnx"))) : [];
const read = (name: string, file: string) => JSON.parse(readFileSync(path.join(TINY, name, file), "utf8"));

for (const name of tiny) {
  test(`Python's scores: tiny/${name}`, async () => {
    const labels: string[] = Object.values(read(name, "config.json").id2label);
    const expected: Record<string, { readonly logits: number[]; readonly softmax: Scored[] }> = read(
      name,
      "expected.json",
    );
    for (const [input, { logits, softmax }] of Object.entries(expected)) {
      const bytes = readFileSync(path.join(INPUTS, `${input}.wav`));
      for (const function_to_apply of ["softmax", "sigmoid", "none"] as const) {
        const all = topK(activate(logits, function_to_apply), labels, labels.length);
        for (const [top_k, count] of [
          [1, 1],
          [3, 3],
          [0, 0],
          [1e9, all.length],
          [null, all.length],
        ] as const) {
          const request = { inputs: base64(bytes), parameters: { function_to_apply, top_k } };
          expect(
            schemaTrouble("input", { ...request, parameters: { ...request.parameters, top_k: top_k ?? 1 } }),
          ).toBeNull();
          expectClose(await scores(await json(`tiny/${name}`, request)), all.slice(0, count));
        }
      }
      // Python's own answer where nothing is asked for: these models have no problem_type.
      if ((read(name, "config.json").problem_type ?? null) === null) {
        expectClose(await scores(await post(`tiny/${name}`, bytes)), softmax.slice(0, 5));
      }
    }
  });
}

test("a file is decoded to the same sound whatever holds it", async () => {
  const heard = async (file: string) => {
    const inputs = base64(readFileSync(`e2e/fixtures/files/${file}`));
    return scores(await json("everyday-sounds", { inputs, parameters: { top_k: null, window_s: 2 } }));
  };
  const [first, ...others] = await Promise.all(CONTAINERS.map(heard));
  expect(first?.[0]).toMatchObject({ label: "clock tick" });
  for (const [index, other] of others.entries()) {
    for (const { label, score } of other) {
      const wanted = first?.find((one) => one.label === label)?.score ?? Number.NaN;
      expect(Math.abs(score - wanted), `${CONTAINERS[index + 1]}: ${label}`).toBeLessThan(CODING);
    }
  }
});

test("the file's own bytes and base64 give the same; so do both addresses", async () => {
  const raw = await scores(await post("everyday-sounds", CLIP, { "content-type": "audio/ogg" }));
  expect(raw).toHaveLength(5);
  expect(await scores(await json("everyday-sounds", { inputs: base64(CLIP) }))).toEqual(raw);
  const other = await fetch(`${server.url}hf-inference/models/everyday-sounds`, {
    method: "POST",
    body: CLIP,
    headers: { authorization: "Bearer hf_anything" },
  });
  expect(await scores(other)).toEqual(raw);
});

test("how much was heard is said, and windows hear it all", async () => {
  const one = await post("everyday-sounds", CLIP);
  const given = Number(one.headers.get("x-audio-seconds"));
  expect(given).toBeGreaterThan(2);
  expect(Number(one.headers.get("x-audio-seconds-heard"))).toBeCloseTo(2, 1);
  const all = await json("everyday-sounds", { inputs: base64(CLIP), parameters: { window_s: 2 } });
  expect(Number(all.headers.get("x-audio-seconds-heard"))).toBe(given);
});

test("the app's own files are still there, its models' among them", async () => {
  const config = await (await fetch(`${server.url}models/everyday-sounds/config.json`)).json();
  expect(config).toHaveProperty("id2label");
  expect((await fetch(`${server.url}models/everyday-sounds/onnx/model.onnx`)).status).toBe(200);
  expect(await (await fetch(server.url)).text()).toContain("<title>");
});

test("a model's state, the server's health, its figures, its document", async () => {
  const get = async (address: string) => (await fetch(server.url + address)).json();
  await post("spoken-digits", CLIP);
  expect(await get("models/spoken-digits")).toMatchObject({ id: "spoken-digits", state: "ready" });
  expect(await get("health")).toMatchObject({ status: "ok" });
  expect(await get("openapi.json")).toMatchObject({ openapi: "3.1.0" });
  expect(await (await fetch(`${server.url}metrics`)).text()).toMatch(/earshot_answers_total\{status="200"\} \d+/);
});

test.describe("what is wrong is said", () => {
  const wrong: [string, () => Promise<Response>, number, string][] = [
    ["bad base64", () => json("everyday-sounds", { inputs: "%%%" }), 400, "base64"],
    ["not audio", () => post("everyday-sounds", "hello there, this is text"), 400, "decoded"],
    ["empty body", () => post("everyday-sounds", ""), 400, "no body"],
    ["not JSON", () => json("everyday-sounds", "{"), 400, "JSON"],
    ["wrong type", () => json("everyday-sounds", { inputs: 5 }), 400, "inputs"],
    ["unknown model", () => post("nobody/nothing", CLIP), 404, "model"],
    [
      "unknown function",
      () => json("everyday-sounds", { inputs: "AAAA", parameters: { function_to_apply: "relu" } }),
      400,
      "function_to_apply",
    ],
    ["top_k -1", () => json("everyday-sounds", { inputs: "AAAA", parameters: { top_k: -1 } }), 400, "top_k"],
    ['top_k "3"', () => json("everyday-sounds", { inputs: "AAAA", parameters: { top_k: "3" } }), 400, "top_k"],
    ["wrong method", () => fetch(`${server.url}models/everyday-sounds`, { method: "PUT", body: CLIP }), 405, "GET"],
    ["a way out", () => post("..%2f..%2f..%2fetc%2fpasswd", CLIP), 404, "model"],
    ["a 200 MB body", () => post("everyday-sounds", new Uint8Array(200 * 2 ** 20)), 413, "larger"],
    [
      "a page of somewhere else",
      () => post("everyday-sounds", CLIP, { origin: "http://elsewhere.example" }),
      403,
      "origin",
    ],
  ];
  for (const [what, ask, status, word] of wrong) {
    test(what, async () => {
      const [found, error] = await refusal(await ask());
      expect([found, error]).toEqual([status, expect.stringContaining(word)]);
      await scores(await post("everyday-sounds", CLIP));
    });
  }
});

test("an origin that was named may ask, and its preflight is answered", async () => {
  const origin = "http://team.example";
  const open = await startApiServer({ allowedOrigins: [origin] });
  const address = `${open.url}models/everyday-sounds`;
  const preflight = await fetch(address, { method: "OPTIONS", headers: { origin } });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, origin]);
  const answer = await fetch(address, { method: "POST", body: CLIP, headers: { origin } });
  expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  await scores(answer);
  await open.close();
});

test("a thousand at once: each is answered or sent away, none is lost, memory stays", async () => {
  await scores(await post("everyday-sounds", CLIP));
  const before = process.memoryUsage().rss;
  const answers = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const answer = await post("everyday-sounds", CLIP);
      const body: unknown = await answer.json();
      return { status: answer.status, retry: answer.headers.get("retry-after"), body };
    }),
  );
  const served = answers.filter(({ status }) => status === 200);
  const away = answers.filter(({ status }) => status === 503);
  expect(served.length + away.length).toBe(1000);
  expect(served.length).toBeGreaterThan(100);
  expect(away.every(({ retry }) => Number(retry) > 0)).toBe(true);
  for (const { body } of served) expect(body).toEqual(served[0]?.body);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(400);
});

test("clients that go away midway cost nobody anything", async () => {
  const { port } = new URL(server.url);
  for (const part of [10, CLIP.length]) {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          `POST /models/everyday-sounds HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${CLIP.length}\r\n\r\n`,
        );
        socket.write(CLIP.subarray(0, part), () => {
          socket.destroy();
          resolve();
        });
      });
      socket.on("error", reject);
    });
  }
  await scores(await post("everyday-sounds", CLIP));
  await expect.poll(async () => (await fetch(`${server.url}metrics`)).text()).toContain('{state="served"} 0');
});
