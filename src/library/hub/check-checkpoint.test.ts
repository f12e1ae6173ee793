/** The pre-flight of checkpoints: every architecture's, and a conversion that lies in a pull request. */
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { writeRepo } from "../../../e2e/support/hub-fixture.mjs";
import { startLoopbackHub } from "../../../e2e/support/loopback-hub.mjs";
import { NOISE_CONFIG, noiseSafetensors } from "../testing/noise-checkpoint.ts";
import { checkModel } from "./check-model.ts";

const MACHINE = { freeBytes: null, memoryGB: 8, webgpu: false };
const TINY = path.resolve("..", "shared/hub/models/tiny");
const root = mkdtempSync(path.join(tmpdir(), "earshot-conversions-"));
const weights = noiseSafetensors(NOISE_CONFIG);
const folderWith = (name: string, files: Record<string, Uint8Array>) =>
  writeRepo(path.join(root, name), files, NOISE_CONFIG);

const open: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const hub of open.splice(0)) await hub.close();
});

async function hubWith(options: Parameters<typeof startLoopbackHub>[0]) {
  const hub = await startLoopbackHub(options);
  open.push(hub);
  return { hub, check: (id: string) => checkModel(id, { endpoint: hub.url, token: null }, MACHINE) };
}

/** Of every architecture; needs the folder ../shared, which is no part of the project. */
describe.runIf(existsSync(TINY) || process.env.CI)("the tiny checkpoints", () => {
  it("can all become models, in five precisions", { timeout: 120_000 }, async () => {
    const names = readdirSync(TINY);
    expect(names.length).toBeGreaterThan(25);
    const { check } = await hubWith({
      models: Object.fromEntries(names.map((name) => [`tiny/${name}`, path.join(TINY, name)])),
      hides: (file) => file.startsWith("onnx/"),
    });
    for (const name of names) {
      const { refusal, offers, numLabels, cautions } = await check(`tiny/${name}`);
      expect([name, refusal, offers.length, numLabels > 0]).toEqual([name, null, 5, true]);
      const heads = cautions.flatMap((caution) => (caution.kind === "head" ? [caution.note] : []));
      if (name.includes("dense-output")) expect(heads).toEqual(["dense-linear"]);
    }
  });
});

const ROBOTS = {
  discussions: [
    { num: 3, title: "Adding ONNX", status: "open", isPullRequest: true, author: { name: "SFconvertbot" } },
    {
      num: 4,
      title: "Adding `safetensors` variant of this model",
      status: "open",
      isPullRequest: true,
      author: { name: "somebody" },
    },
    {
      num: 5,
      title: "Adding `safetensors` variant of this model",
      status: "open",
      isPullRequest: true,
      author: { name: "SFconvertbot" },
    },
  ],
};
/** A pickle of before 2020: no zip. */
const LEGACY = new Uint8Array([
  0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
]);

describe("a conversion in a pull request", () => {
  const withPull = (main: Record<string, Uint8Array>, discussions: object = ROBOTS) => {
    const folder = folderWith(`main-${Object.keys(main).join("-") || "bare"}`, main);
    const pull = folderWith("pull-5", { ...main, "model.safetensors": weights });
    const strangers = folderWith("pull-4", { ...main, "model.safetensors": new Uint8Array(100) });
    const revisions = { "refs/pr/5": pull, "refs/pr/4": strangers };
    return hubWith({ models: { "a/b": { folder, revisions, discussions } } });
  };

  it.each([
    ["a pickle of the old format", { "pytorch_model.bin": LEGACY }],
    ["no weights at all", {}],
  ])("stands in for %s, if the Hub's own robot made it", async (_, main) => {
    const { check } = await withPull(main);
    const { refusal, offers, commit } = await check("a/b");
    expect(refusal).toBeNull();
    expect(offers.length).toBe(5);
    expect(offers[0]?.making?.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(offers[0]?.making?.commit).not.toBe(commit);
  });

  it("is not looked for where the model has weights of its own", async () => {
    const { hub, check } = await withPull({ "model.safetensors": weights });
    const { offers, commit } = await check("a/b");
    expect(offers[0]?.making?.commit).toBe(commit);
    expect(hub.requests.some((url) => url.includes("discussions"))).toBe(false);
  });

  it("that does not exist leaves what is to be said of the model itself", async () => {
    const { check } = await withPull({ "pytorch_model.bin": LEGACY }, { discussions: [] });
    expect((await check("a/b")).refusal).toMatchObject({
      code: "model-unsupported",
      details: { reason: "legacy-pickle" },
    });
  });
});

describe("a header over the network", () => {
  const served = (fault: NonNullable<Parameters<typeof startLoopbackHub>[0]["fault"]>) =>
    hubWith({ models: { "a/b": folderWith("served", { "model.safetensors": weights }) }, fault, storeApart: true });

  it("is cut off a body that a server without ranges sends whole", async () => {
    const { check } = await served(({ kind }) => (kind === "blob" ? { ignoreRange: true } : null));
    expect((await check("a/b")).refusal).toBeNull();
  });

  it.each([
    [404, "model-not-found", false],
    [416, "model-corrupt", false],
    [503, "model-unreachable", true],
    [429, "hub-busy", true],
  ] as const)("answered by %i is told as %s", async (status, code, thrown) => {
    const { check } = await served(({ kind }) => (kind === "blob" ? { status } : null));
    if (thrown) await expect(check("a/b")).rejects.toMatchObject({ code });
    else expect((await check("a/b")).refusal).toMatchObject({ code });
  });

  it("behind a sign-in page of the network is not taken for the model's", async () => {
    const { check } = await served(({ kind }) => (kind === "blob" ? { html: true } : null));
    await expect(check("a/b")).rejects.toMatchObject({ code: "model-unreachable" });
  });
});
