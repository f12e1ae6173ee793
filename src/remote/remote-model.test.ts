/** The remote model by the official client against a loopback stand-in of the router: what goes out, and what its answers become.
 * Long: every kind of answer of one router, set up once. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RouterOptions, readSound, startStandInRouter } from "../../e2e/support/stand-in-router.ts";
import type { HubAccess } from "../library/protocol.ts";
import { checkpointFacts, type ReadFacts } from "../models/read-config.ts";
import { activate } from "../scores/activation.ts";
import { RemoteModel, type RemoteOptions } from "./remote-model.ts";
import type { ServerPlace } from "./server-place.ts";
import { HEARD_CONFIG, HEARD_LABELS, HEARD_PREPROCESSOR, hearing, logitsOf, samplesOf } from "./testing/hearing.ts";
import { type Hindrance, SERVER_PATIENCE } from "./traffic.ts";

const TOKEN = "hf_only_for_this_test";
const QUICK = { ...SERVER_PATIENCE, firstWaitMs: 5, longestWaitMs: 20 };
const FACTS = checkpointFacts(HEARD_CONFIG, HEARD_PREPROCESSOR);
const SIGNAL = new AbortController().signal;

let router: Awaited<ReturnType<typeof startStandInRouter>>;
let hindrances: Hindrance[];
let nth = 0;

beforeEach(() => {
  hindrances = [];
});
afterEach(() => router.close());

async function start(options: Partial<RouterOptions> = {}) {
  // The client remembers the mapping of a model: each test has its own.
  nth++;
  const modelId = `owner/birds-${nth}`;
  const mapping = [{ provider: "hf-inference", providerId: modelId, status: "live", task: "audio-classification" }];
  const models = { [modelId]: { config: HEARD_CONFIG, preprocessor: HEARD_PREPROCESSOR, mapping } };
  router = await startStandInRouter({ models, hear: hearing(), ...options });
  return { modelId, router };
}

function open(
  place: ServerPlace,
  more: Partial<RemoteOptions> & { token?: string | null; facts?: ReadFacts | null } = {},
) {
  const { token = null, facts = FACTS } = more;
  const hub: HubAccess = { endpoint: router.url, token: "hf_of_the_hub" };
  const access = () => ({ place, token, hub });
  const onHindrance = (hindrance: Hindrance) => void hindrances.push(hindrance);
  return RemoteModel.open({ access, facts, onHindrance, onMeasured: () => {}, patience: QUICK, ...more }, SIGNAL);
}

const endpoint = (modelId: string | null = null): ServerPlace => ({
  kind: "endpoint",
  address: `${router.url}/some/where`,
  modelId,
});

const noise = (length: number, seed: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i * seed) / 3);

describe("what goes out", () => {
  it("to a provider: through the chosen router, with the token there and the Hub's own to the Hub", async () => {
    const { modelId } = await start({ token: TOKEN });
    const place = { kind: "provider", router: router.url, provider: "hf-inference", modelId } as const;
    const model = await open(place, { token: TOKEN });
    await model.run(noise(800, 0.1));
    expect(router.taken.map(({ url }) => url)).toEqual(Array(3).fill(`/hf-inference/models/${modelId}`));
    expect(router.taken.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
    expect(router.askedOfHub).toEqual([
      { url: `/api/models/${modelId}?expand[]=inferenceProviderMapping`, authorization: "Bearer hf_of_the_hub" },
    ]);
    expect(JSON.stringify(router.requests)).not.toContain(TOKEN);
    expect(model.info.id).toBe(`server:${router.url}/hf-inference/models/${modelId}`);
  });

  it("to an endpoint: to exactly that address, sample for sample, and only synthetic sound to begin with", async () => {
    await start();
    const model = await open(endpoint("owner/birds"));
    expect(router.taken).toHaveLength(2);
    const samples = noise(4000, 0.01);
    await model.run(samples);
    expect(new Set(router.taken.map(({ url }) => url))).toEqual(new Set(["/some/where"]));
    const { wav, parameters } = readSound(router.taken[2] ?? expect.fail("nothing came"));
    expect(samplesOf(wav)).toEqual(samples);
    expect(parameters).toEqual({ function_to_apply: "none", top_k: 3 });
    expect(router.taken[2]?.headers.authorization).toBeUndefined();
    expect(router.askedOfHub).toEqual([]);
  });

  it("follows no redirect: the sound would go on to somebody else", async () => {
    await start({ fault: () => ({ status: 307, headers: { Location: "/elsewhere" } }) });
    await expect(open(endpoint(), { patience: { ...QUICK, tries: 1 } })).rejects.toMatchObject({
      code: "remote-unreachable",
    });
    expect(router.taken.map(({ url }) => url)).toEqual(["/some/where"]);
  });

  it("several windows at once for a file, four at most, each answer in its place", async () => {
    const hear = hearing();
    await start({
      hear: async (sound) => {
        await new Promise((done) => setTimeout(done, 20));
        return hear(sound);
      },
    });
    const model = await open(endpoint("owner/birds"));
    const samples = noise(9000, 0.003);
    const offsets = Int32Array.from({ length: 17 }, (_, index) => index * 500);
    const { logits } = await model.runPack({ samples, offsets, windowSamples: 1000 });
    for (const [index, offset] of offsets.entries()) {
      const own = logitsOf(samples.subarray(offset, offset + 1000));
      for (const [label, value] of own.entries()) expect(logits[index * 3 + label]).toBeCloseTo(value, 5);
    }
    expect(router.mostAtOnce()).toBeLessThanOrEqual(4);
    expect(router.mostAtOnce()).toBeGreaterThan(1);
  });
});

describe("what answers become", () => {
  it("logits where the server does as it is asked, in the order of the model's own labels", async () => {
    await start({ hear: hearing({ own: "sigmoid" }) });
    const model = await open(endpoint("owner/birds"));
    expect(model.info).toMatchObject({
      labels: HEARD_LABELS,
      activation: "softmax",
      sampleRateHz: 8000,
      source: "server",
    });
    expect(model.report).toMatchObject({ made: null, bestOnly: null, isGuessed: false });
    const samples = noise(900, 0.2);
    const { logits } = await model.run(samples);
    for (const [label, value] of logitsOf(samples).entries()) expect(logits[label]).toBeCloseTo(value, 5);
  });

  it("labels and function are the server's where nobody else knows them", async () => {
    await start({ hear: hearing({ own: "sigmoid" }) });
    const model = await open(endpoint(), { facts: null });
    expect(model.info).toMatchObject({ labels: ["owl", "robin", "wren"], activation: "sigmoid", sampleRateHz: 16_000 });
    expect(model.report.isGuessed).toBe(true);
  });

  it.each(["softmax", "sigmoid"] as const)(
    "a server that applies its own %s: its scores come out as they went in",
    async (own) => {
      await start({ hear: hearing({ heedsFunction: false, own }) });
      const model = await open(endpoint("owner/birds"));
      expect(model.report.made).toBe(own);
      expect(model.info.activation).toBe(own);
      const samples = noise(900, 0.4);
      const { logits } = await model.run(samples);
      const shown = activate(logits, own);
      for (const [label, score] of activate(logitsOf(samples), own).entries())
        expect(shown[label]).toBeCloseTo(score, 4);
    },
  );

  it("a server that tells its best only: what it told stands, and that it is so is said", async () => {
    await start({ hear: hearing({ heedsTopK: false, defaultTopK: 2 }) });
    const model = await open(endpoint("owner/birds"));
    expect(model.report).toMatchObject({ bestOnly: 2, made: "softmax" });
    const samples = noise(900, 0.7);
    const shown = activate((await model.run(samples)).logits, "softmax");
    const right = activate(logitsOf(samples), "softmax");
    for (const [label, score] of right.entries()) expect(shown[label]).toBeCloseTo(score, 4);
  });

  it("a server that tells its best only, of a model that nobody knows: it is not used", async () => {
    await start({ hear: async () => [1, 2, 3, 4, 5].map((n) => ({ label: `label ${n}`, score: 0.1 / n })) });
    await expect(open(endpoint(), { facts: null })).rejects.toMatchObject({ code: "remote-labels-unknown" });
  });

  it("a server that takes plain sound only gets that", async () => {
    await start({
      hear: hearing(),
      fault: ({ headers }) =>
        headers["content-type"] === "application/json" ? { status: 415, body: { error: "audio only" } } : null,
    });
    const model = await open(endpoint("owner/birds"));
    await model.run(noise(900, 0.7));
    expect(router.taken.map(({ headers }) => headers["content-type"])).toEqual([
      "application/json",
      "audio/wav",
      "audio/wav",
    ]);
    expect(model.report).toMatchObject({ made: "softmax", bestOnly: null });
  });

  it.each([
    ["a page", "<!doctype html><title>Sign in</title>"],
    ["another shape", { scores: [1, 2] }],
    ["rows without scores", [{ label: "robin" }]],
    [
      "a label of another model",
      [
        { label: "zebra", score: 1 },
        { label: "wren", score: 0 },
        { label: "owl", score: 0 },
      ],
    ],
  ])("%s is no answer", async (_, body) => {
    await start({ hear: async () => body });
    const opening = open(endpoint("owner/birds")).then((model) => model.run(noise(800, 1)));
    await expect(opening).rejects.toMatchObject({ code: "remote-answer-invalid" });
  });

  it("an answer that lacks a label it had before is no answer", async () => {
    await start();
    const model = await open(endpoint("owner/birds"));
    router.setFault(() => ({ status: 200, body: [{ label: "robin", score: 1 }] }));
    await expect(model.run(noise(800, 1))).rejects.toMatchObject({ code: "remote-answer-invalid" });
  });
});

describe("what is in the way", () => {
  it("waits for a cold start with its guess, and says when it is over", async () => {
    await start({
      fault: ({ nth: before }) =>
        before < 3
          ? { status: 503, body: { error: "Model owner/birds is currently loading", estimated_time: 0.02 } }
          : null,
    });
    const model = await open(endpoint("owner/birds"));
    expect(model.info.labels).toHaveLength(3);
    expect(hindrances[0]).toMatchObject({ why: "loading", estimatedS: 0.02 });
    expect(hindrances.at(-1)).toBeNull();
  });

  it.each([
    [401, { error: "Invalid username or password." }, "remote-token-refused"],
    [
      403,
      { error: "This authentication method does not have sufficient permissions to call Inference Providers" },
      "remote-token-refused",
    ],
    [402, { error: "You have exceeded your monthly included credits" }, "remote-credits"],
    [404, { error: "Not Found" }, "remote-no-model"],
    [400, { error: "Model not supported by provider hf-inference" }, "remote-no-model"],
    [413, "", "remote-refused"],
  ])("%i is not asked again", async (status, body, code) => {
    await start();
    const model = await open(endpoint("owner/birds"));
    router.forget();
    router.setFault(() => ({ status, body }));
    await expect(
      model.runPack({ samples: noise(800, 1), offsets: Int32Array.of(0), windowSamples: 800 }),
    ).rejects.toMatchObject({
      code,
      transient: false,
    });
    expect(router.taken).toHaveLength(1);
  });

  it("a model that no provider serves is said to be so", async () => {
    const { modelId } = await start();
    const place = {
      kind: "provider",
      router: router.url,
      provider: "hf-inference",
      modelId: `${modelId}-other`,
    } as const;
    await expect(open(place)).rejects.toMatchObject({ code: "remote-no-model" });
  });

  it("a server that repeats the token does not get it onto the screen", async () => {
    await start({ fault: ({ headers }) => ({ status: 403, body: { error: `not ${headers.authorization}` } }) });
    const error: unknown = await open(endpoint(), { token: TOKEN }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "remote-token-refused", details: { said: "not Bearer …" } });
    expect(JSON.stringify(error)).not.toContain(TOKEN);
  });

  it("for a file asks again until there is an answer; of the present a window is lost, not asked for twice", async () => {
    await start();
    const model = await open(endpoint("owner/birds"));
    router.forget();
    router.setFault(({ nth: before }) => (before % 2 === 0 ? "reset" : null));
    const pack = { samples: noise(3000, 0.05), offsets: Int32Array.of(0, 1000, 2000), windowSamples: 1000 };
    const { logits } = await model.runPack(pack);
    expect([...logits].every(Number.isFinite)).toBe(true);
    router.forget();
    router.setFault(() => ({ status: 429, headers: { "Retry-After": "0" } }));
    await expect(model.run(noise(800, 1))).rejects.toMatchObject({ code: "remote-busy", transient: true });
    expect(router.taken).toHaveLength(1);
  });

  it("closing it ends what is under way", async () => {
    await start();
    const model = await open(endpoint("owner/birds"));
    router.setFault(() => "stall");
    const running = model.run(noise(800, 1));
    model.dispose();
    await expect(running).rejects.toMatchObject({ code: "aborted" });
  });
});
