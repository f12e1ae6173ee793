/** A checkpoint on its way: it becomes a model while it comes, whatever breaks off, and the same one every time. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLoopbackHub } from "../../e2e/support/loopback-hub.mjs";
import type { Precision } from "../models/precision.ts";
import { checkModel } from "./hub/check-model.ts";
import type { Library } from "./library.ts";
import type { HubAccess } from "./protocol.ts";
import { contentOf, libraryWith, MACHINE, repo, until } from "./testing/library-with-hub.ts";
import { NOISE_CONFIG, noiseSafetensors, tensorsFor } from "./testing/noise-checkpoint.ts";

const FILE = "model.safetensors";
const whole = noiseSafetensors(NOISE_CONFIG);
const names = [...tensorsFor(NOISE_CONFIG).keys()].sort();
const SHARDS = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
/** Every other tensor: what belongs together is torn apart. */
const shardOf = (name: string) => SHARDS[names.indexOf(name) % 2] ?? "";
const sharded = Object.fromEntries(
  SHARDS.map((file) => [file, noiseSafetensors(NOISE_CONFIG, (name) => shardOf(name) === file)]),
);
const index = JSON.stringify({
  metadata: {},
  weight_map: Object.fromEntries(names.map((name) => [name, shardOf(name)])),
});
const text = (value: string) => new TextEncoder().encode(value);

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let access: HubAccess;

beforeAll(async () => {
  const without = noiseSafetensors(NOISE_CONFIG, (name) => !name.startsWith("classifier"));
  const nan = noiseSafetensors(NOISE_CONFIG, undefined, (name, values) => {
    if (name.endsWith("layers.1.feed_forward.output_dense.weight")) values[3] = Number.NaN;
  });
  hub = await startLoopbackHub({
    models: {
      "tiny/whole": repo("ckpt-whole", { [FILE]: whole }, NOISE_CONFIG),
      "tiny/sharded": repo("ckpt-sharded", { ...sharded, "model.safetensors.index.json": text(index) }, NOISE_CONFIG),
      "tiny/headless": repo("ckpt-headless", { [FILE]: without }, NOISE_CONFIG),
      "tiny/nan": repo("ckpt-nan", { [FILE]: nan }, NOISE_CONFIG),
      "tiny/both": repo("ckpt-both", { [FILE]: whole, "onnx/model_int8.onnx": text("graph") }, NOISE_CONFIG),
      "tiny/strange": repo("ckpt-strange", { [FILE]: text("not a header at all") }, NOISE_CONFIG),
    },
    storeApart: true,
  });
  access = { endpoint: hub.url, token: null };
});
afterAll(() => hub.close());

async function bring(library: Library, id = "tiny/whole", precision: Precision = "q8") {
  const preflight = await checkModel(id, access, MACHINE);
  expect(preflight.refusal).toBeNull();
  hub.forget();
  return library.download({ preflight, precision, hub: access });
}

const keyOf = (id: string, precision: Precision) => `${id} ${precision}`;
const isBody = ({ file, kind, range }: { file: string; kind: string; range: string | null }) =>
  kind === "blob" && file.endsWith(".safetensors") && !/^bytes=\d+-\d+$/.test(range ?? "");

describe("a checkpoint", () => {
  it("is judged by its header, and offered in every precision that can be made of it", async () => {
    hub.forget();
    const { offers, refusal, numLabels } = await checkModel("tiny/whole", access, MACHINE);
    expect([refusal, numLabels]).toEqual([null, 2]);
    expect(offers.map(({ precision }) => precision).sort()).toEqual(["fp16", "fp32", "int8", "q4", "q8"]);
    for (const { files, making } of offers) {
      expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([[FILE, whole.byteLength]]);
      expect(making?.format).toBe("safetensors");
    }
    const kept = (precision: Precision) => offers.find((offer) => offer.precision === precision)?.totalBytes ?? 0;
    expect(kept("fp16")).toBeLessThan(0.6 * kept("fp32"));
    expect(kept("q4")).toBeLessThan(kept("q8"));
  });

  it("moves no weights before that: a large one's header alone is read", async () => {
    hub.forget();
    await checkModel("tiny/whole", access, MACHINE);
    // The whole file is smaller than what is read ahead.
    expect(hub.asked.filter(({ file, kind }) => kind === "blob" && file === FILE).map(({ range }) => range)).toEqual([
      `bytes=0-${Math.min(whole.byteLength, 128 << 10) - 1}`,
    ]);
  });

  it.each(["fp32", "fp16", "q8", "int8", "q4"] as const)(
    "becomes a model in %s, as large as was said",
    async (precision) => {
      const { offers } = await checkModel("tiny/whole", access, MACHINE);
      const { library, disk } = libraryWith();
      const stored = await bring(library, "tiny/whole", precision);
      expect(stored).toMatchObject({ precision, source: "hub", madeFrom: { format: "safetensors", files: [FILE] } });
      const { weights, externalData, config } = await library.open(stored.key);
      const [data] = externalData;
      // The graph names places in the weights, with more digits or fewer.
      const said = offers.find((offer) => offer.precision === precision)?.totalBytes ?? 0;
      expect(Math.abs(weights.size + (data?.data.size ?? 0) - said)).toBeLessThan(200);
      expect(config).toMatchObject({ hidden_size: 96 });
      expect(hub.sentBytes("tiny/whole", FILE)).toBeGreaterThanOrEqual(whole.byteLength);
      expect([await disk.parts(), (await library.list()).downloads]).toEqual([[], []]);
    },
  );

  it("is told in bytes that come, of bytes that are to come", async () => {
    const { library, states } = libraryWith();
    await bring(library);
    const last = states().at(-1);
    expect(last?.making).toBe(true);
    expect(last?.loadedBytes).toBe(last?.totalBytes);
    expect(last?.totalBytes).toBeGreaterThanOrEqual(whole.byteLength);
  });

  it("in shards gives the same model", async () => {
    const first = libraryWith();
    const second = libraryWith();
    const one = await bring(first.library, "tiny/whole", "fp32");
    const many = await bring(second.library, "tiny/sharded", "fp32");
    expect(many.madeFrom?.files).toEqual(SHARDS);
    const bytes = async (library: Library, key: string) =>
      (await library.open(key)).externalData.reduce((sum, { data }) => sum + data.size, 0);
    expect(await bytes(second.library, many.key)).toBe(await bytes(first.library, one.key));
  });

  it("stands behind the ONNX that its repository has", async () => {
    const { offers } = await checkModel("tiny/both", access, MACHINE);
    const made = Object.fromEntries(offers.map(({ precision, making }) => [precision, making !== null]));
    expect(made).toEqual({ fp32: true, fp16: true, q8: true, int8: false, q4: true });
  });
});

describe("a connection that breaks", () => {
  it.each(["tiny/whole", "tiny/sharded"])(
    "leaves %s the same model, and what came is not fetched again",
    async (id) => {
      const calm = libraryWith();
      await bring(calm.library, id);
      hub.setFault((asked) => (isBody(asked) ? { resetAt: (asked.nth + 1) * 100_000 } : null));
      const { library } = libraryWith();
      await bring(library, id);
      hub.setFault(null);
      const key = keyOf(id, "q8");
      expect(await contentOf(library, key)).toEqual(await contentOf(calm.library, key));
    },
  );

  it("or stalls is taken up behind the last whole tensor, also by another visit", async () => {
    const calm = libraryWith();
    await bring(calm.library);
    hub.setFault((asked) => (isBody(asked) ? { stallAt: 250_000 } : null));
    const { library, reload } = libraryWith({ patience: { tries: 1, stallMs: 1_500 } });
    await expect(bring(library)).rejects.toMatchObject({ code: "hub-stalled" });
    hub.setFault(null);
    hub.forget();
    const later = reload();
    const [state] = (await later.library.list()).downloads;
    expect(state).toMatchObject({ phase: "paused", making: true });
    expect(state?.loadedBytes).toBeGreaterThan(150_000);
    await later.library.resume({ key: keyOf("tiny/whole", "q8"), hub: access });
    expect(await contentOf(later.library, keyOf("tiny/whole", "q8"))).toEqual(
      await contentOf(calm.library, keyOf("tiny/whole", "q8")),
    );
    const [rest] = hub.asked.filter(isBody).map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1]));
    expect(rest).toBeGreaterThan(150_000);
    expect(rest).toBeLessThanOrEqual(250_000);
  });

  it("to a server that knows no ranges: what came counts, and is passed over", async () => {
    const calm = libraryWith();
    await bring(calm.library);
    const preflight = await checkModel("tiny/whole", access, MACHINE);
    hub.setFault((asked) =>
      asked.kind === "blob" ? { ignoreRange: true, ...(asked.nth === 1 ? { resetAt: 250_000 } : {}) } : null,
    );
    hub.forget();
    const { library } = libraryWith();
    await library.download({ preflight, precision: "q8", hub: access });
    hub.setFault(null);
    expect(await contentOf(library, keyOf("tiny/whole", "q8"))).toEqual(
      await contentOf(calm.library, keyOf("tiny/whole", "q8")),
    );
  });

  it("by the person's pause goes on; by a cancel, nothing is left", async () => {
    hub.setFault((asked) => (isBody(asked) ? { bytesPerS: 800_000 } : null));
    const { library, disk, states } = libraryWith();
    const key = keyOf("tiny/whole", "q8");
    const coming = bring(library);
    const stopped = expect(coming).rejects.toMatchObject({ code: "aborted" });
    await until(() => (states().at(-1)?.loadedBytes ?? 0) > 150_000);
    await library.downloads.pause(key);
    await stopped;
    const [paused] = (await library.list()).downloads;
    expect(paused).toMatchObject({ phase: "paused" });
    expect(paused?.loadedBytes).toBeGreaterThan(100_000);
    const again = library.resume({ key, hub: access });
    const cancelled = expect(again).rejects.toMatchObject({ code: "aborted" });
    await until(() => states().at(-1)?.phase === "running");
    await library.downloads.cancel(key);
    await cancelled;
    hub.setFault(null);
    expect([await disk.parts(), await disk.hashes(), (await library.list()).downloads]).toEqual([[], [], []]);
  });
});

describe("a checkpoint that is wrong", () => {
  it("with a byte changed on the way: corrupt, nothing stored", async () => {
    hub.setFault((asked) => (isBody(asked) ? { changeAt: whole.byteLength - 100 } : null));
    const { library, disk } = libraryWith();
    await expect(bring(library)).rejects.toMatchObject({ code: "model-corrupt", details: { reason: "hash" } });
    hub.setFault(null);
    expect([await disk.hashes(), (await library.list()).models]).toEqual([[], []]);
  });

  it("in its second shard: corrupt, too", async () => {
    hub.setFault((asked) => (isBody(asked) && asked.file === SHARDS[1] ? { changeAt: 150_000 } : null));
    const { library } = libraryWith();
    await expect(bring(library, "tiny/sharded")).rejects.toMatchObject({
      code: "model-corrupt",
      details: { file: SHARDS[1] },
    });
    hub.setFault(null);
    expect((await library.list()).models).toEqual([]);
  });

  it("with weights that are no numbers is refused, and said so", async () => {
    const { library } = libraryWith();
    await expect(bring(library, "tiny/nan")).rejects.toMatchObject({
      code: "model-corrupt",
      details: { reason: "not-finite" },
    });
    expect((await library.list()).downloads).toEqual([]);
  });

  it("without its head is refused before its weights come, with what is missing", async () => {
    const { refusal, offers } = await checkModel("tiny/headless", access, MACHINE);
    expect(refusal?.code).toBe("model-checkpoint-mismatch");
    expect(refusal?.details.missing).toContain("classifier.");
    expect(offers).toEqual([]);
  });

  it("that is none is refused with what is wrong with it", async () => {
    const { refusal } = await checkModel("tiny/strange", access, MACHINE);
    expect(refusal).toMatchObject({ code: "model-corrupt", details: { file: FILE } });
  });

  it("for a full disk stops, keeps what came, and goes on when there is room", async () => {
    const { library } = libraryWith({ diskBytes: 60_000, memoryBytes: 60_000 });
    await expect(bring(library)).rejects.toMatchObject({ code: "storage-full" });
    const [state] = (await library.list()).downloads;
    expect(state).toMatchObject({ phase: "failed", problem: { code: "storage-full" } });
  });
});
