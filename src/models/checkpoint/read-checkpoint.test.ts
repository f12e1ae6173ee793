/** Against what Python reads in the same files (`bench/reference/checkpoint_fixtures.py`). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EarshotError } from "../../errors/earshot-error.ts";
import { examine, type Files, type Tensor } from "./testing/examine.ts";

const REFERENCE = path.join(import.meta.dirname, "reference");
const TINY = path.resolve("../shared/hub/models/tiny");

interface Expected {
  readonly [file: string]: { readonly [tensor: string]: { readonly dims: number[]; readonly values: number[] } };
}
interface Sums {
  readonly [model: string]: { readonly [tensor: string]: readonly [number[], number, number] };
}
const expected: Expected = JSON.parse(readFileSync(path.join(REFERENCE, "values.json"), "utf8"));
const sums: Sums = JSON.parse(readFileSync(path.join(REFERENCE, "tiny-sums.json"), "utf8"));

const bytesOf = (file: string) => new Uint8Array(readFileSync(file));
/** One file of `reference/`, as the checkpoint of a repository. */
const single = (file: string): Files =>
  new Map([[file.endsWith(".bin") ? "pytorch_model.bin" : "model.safetensors", bytesOf(path.join(REFERENCE, file))]]);

async function read(files: Files): Promise<Map<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  await examine(files, (name, tensor) => tensors.set(name, tensor));
  return tensors;
}

describe("what torch.save and safetensors write", () => {
  it.each(Object.keys(expected))("%s has Python's names, shapes and values", async (file) => {
    const tensors = await read(single(file));
    const python = Object.entries(expected[file] ?? {});
    expect([...tensors.keys()].sort()).toEqual(python.map(([name]) => name).sort());
    for (const [name, { dims, values }] of python) {
      expect(tensors.get(name)?.dims).toEqual(dims);
      expect([...(tensors.get(name)?.values ?? [])]).toEqual(values);
    }
  });

  it("joins shards by their index", async () => {
    const index = "pytorch_model.bin.index.json";
    const shards = ["pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"];
    const tensors = await read(new Map([index, ...shards].map((file) => [file, bytesOf(path.join(REFERENCE, file))])));
    const whole = await read(single("odd.bin"));
    expect([...tensors.keys()].sort()).toEqual([...whole.keys()].sort());
    for (const [name, { dims }] of whole) expect(tensors.get(name)?.dims).toEqual(dims);
  });

  it.each([
    ["refused-deflated.bin", "packed", {}],
    ["refused-legacy.bin", "legacy-pickle", {}],
    ["refused-legacy-protocol-4.bin", "legacy-pickle", {}],
    ["refused-two-models.bin", "several-models", {}],
    ["refused-list.bin", "no-state-dict", {}],
    ["refused-module.bin", "pickle-call", { called: "torch.nn.modules.linear.Linear" }],
    ["refused-complex.bin", "tensor-type", { type: "ComplexFloat" }],
    ["refused-float8.bin", "pickle-call", { called: "torch._utils._rebuild_tensor_v3" }],
    ["refused-float8.safetensors", "tensor-type", { type: "F8_E4M3" }],
    ["refused-system.bin", "pickle-call", { called: "posix.system" }],
    ["refused-eval.bin", "pickle-call", { called: "builtins.eval" }],
  ])("%s is refused: %s", async (file, reason, facts) => {
    await expect(read(single(file))).rejects.toMatchObject({
      code: "model-unsupported",
      details: { file: expect.stringMatching(/^(model|pytorch_model)\./), reason, ...facts },
    });
    expect(existsSync("pickle-was-executed")).toBe(false);
  });
});

describe.skipIf(!existsSync(TINY) && !process.env.CI)("the Hub's tiny checkpoints", () => {
  const filesOf = (model: string): Files =>
    new Map(
      readdirSync(path.join(TINY, model), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => [name, bytesOf(path.join(TINY, model, name))]),
    );

  it("are all known to Python's sums", () => {
    expect(Object.keys(sums)).toEqual(readdirSync(TINY).sort());
    expect(Object.keys(sums)).toHaveLength(30);
  });

  it.each(Object.keys(sums))("%s has Python's names, shapes and sums", async (model) => {
    const tensors = await read(filesOf(model));
    const python = Object.entries(sums[model] ?? {});
    expect([...tensors.keys()].sort()).toEqual(python.map(([name]) => name).sort());
    for (const [name, [dims, sum, placed]] of python) {
      const { dims: has, values } = tensors.get(name) ?? { dims: null, values: [] };
      expect(has).toEqual(dims);
      let plain = 0;
      let weighted = 0;
      let size = 1e-6;
      for (const [at, value] of values.entries()) {
        plain += value;
        weighted += value * ((at % 97) + 1);
        size += Math.abs(value);
      }
      // Stored with 9 digits; the bound is that of float32's own steps.
      expect(Math.abs(plain - sum)).toBeLessThan(2e-7 * size);
      expect(Math.abs(weighted - placed)).toBeLessThan(2e-7 * 97 * size);
    }
  });

  it.each([
    ["hubert-large-genre-f16", "hubert-large-genre", 2 ** -11],
    ["hubert-large-genre-bf16", "hubert-large-genre", 2 ** -8],
    ["whisper-emotion-f16", "whisper-emotion", 2 ** -11],
    ["whisper-emotion-bf16", "whisper-emotion", 2 ** -8],
    ["whisper-large-emotion-sharded", "whisper-large-emotion", 0],
    ["hubert-base-emotion-pytorch-bin", "hubert-base-emotion", 0],
    ["wav2vec2-emotion-dense-output-pytorch-bin", "wav2vec2-emotion-dense-output", 0],
  ])("%s equals %s within %f", async (variant, original, epsilon) => {
    const [tensors, whole] = [await read(filesOf(variant)), await read(filesOf(original))];
    // Pickles name weight norm as PyTorch did before 2.0.
    const nameOf = (name: string) =>
      tensors.has(name)
        ? name
        : name.replace(/parametrizations\.weight\.original([01])/, (_, part) =>
            part === "0" ? "weight_g" : "weight_v",
          );
    expect([...tensors.keys()].sort()).toEqual([...whole.keys()].map(nameOf).sort());
    for (const [name, { values }] of whole) {
      const worst = values.reduce((most, value, at) => {
        const difference = Math.abs(value - (tensors.get(nameOf(name))?.values[at] ?? Number.NaN));
        // Half's smallest step stands below its normal range.
        return Math.max(most, difference - epsilon * Math.abs(value) - (epsilon === 2 ** -11 ? 2 ** -25 : 0));
      }, 0);
      expect(worst, name).toBe(0);
    }
  });
});

describe("shards", () => {
  const part = "model-00001-of-00001.safetensors";
  const index = "model.safetensors.index.json";
  const indexed = (map: unknown, more: [string, Uint8Array<ArrayBuffer>][] = []): Files => {
    const text = typeof map === "string" ? map : JSON.stringify({ weight_map: map });
    return new Map([
      [index, new TextEncoder().encode(text)],
      [part, bytesOf(path.join(REFERENCE, "types.safetensors"))],
      ...more,
    ]);
  };
  const names = Object.keys(expected["types.safetensors"] ?? {});
  const whole = Object.fromEntries([...names, "small"].map((name) => [name, part]));

  it("may be one, with integers in its map and tensors that are not in it", async () => {
    expect([...(await read(indexed(whole))).keys()].sort()).toEqual([...names].sort());
    expect((await read(indexed({ single: part }))).size).toBe(names.length);
  });

  it("yield to a file that holds all", async () => {
    const files = indexed({ nothing: "nowhere" }, [
      ["model.safetensors", bytesOf(path.join(REFERENCE, "types.safetensors"))],
    ]);
    expect((await read(files)).size).toBe(names.length);
  });

  it.each([
    ["names a tensor that is not there", { ...whole, more: part }, "model-corrupt", "index"],
    ["names a file of the other format", { ...whole, double: "pytorch_model.bin" }, "model-corrupt", "index"],
    ["leaves its folder", { ...whole, double: "../model.safetensors" }, "model-corrupt", "index"],
    ["leaves its folder by another slash", { ...whole, double: "..\\x.safetensors" }, "model-corrupt", "index"],
    [
      "names a file that is not there",
      { ...whole, double: "model-2.safetensors" },
      "model-incomplete",
      "shard-missing",
    ],
    ["names nothing", {}, "model-corrupt", "index"],
    ["has numbers for files", { ...whole, double: 1 }, "model-corrupt", "index"],
    ["names a tensor twice", `{"weight_map":{"single":"${part}","single":"${part}"}}`, "model-corrupt", "index"],
    ["is no JSON", "<html>", "model-corrupt", "index"],
    ["is deep", `{"weight_map":${"[".repeat(50_000)}`, "model-corrupt", "index"],
    ["has no map", `{"metadata":{}}`, "model-corrupt", "index"],
  ])("are refused where the index %s", async (_, map, code, reason) => {
    await expect(read(indexed(map))).rejects.toMatchObject({ code, details: { reason } });
  });

  it("are refused where two have the same tensor", async () => {
    const files = indexed({ ...whole, double: "b.safetensors" }, [
      ["b.safetensors", bytesOf(path.join(REFERENCE, "types.safetensors"))],
    ]);
    await expect(read(files)).rejects.toMatchObject({ code: "model-corrupt", details: { reason: "index" } });
  });
});

it("says so where there are no weights", async () => {
  await expect(read(new Map())).rejects.toThrow(EarshotError);
});
