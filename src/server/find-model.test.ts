/** Models from folders: every precision that exporters write, external data, and a native runtime where there is one. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findModel } from "./find-model.ts";
import { loadRuntime } from "./load-runtime.ts";

const CHECKPOINTS = "e2e/taggers/checkpoints";

describe("findModel", () => {
  it("takes the precision that keeps the most, with its external data", async () => {
    const files = await (await findModel("precisions", ["no/such/folder", CHECKPOINTS])).read();
    expect(files).toMatchObject({ id: "precisions", source: "disk", precision: "fp32", tagger: null });
    expect(files.externalData.map(({ path: name }) => name)).toEqual(["model.onnx_data"]);
    expect(files.weights.size).toBeGreaterThan(0);
  });

  it("takes a narrowed one where that is all there is", async () => {
    const folder = ".cache/find-model/owner/narrow";
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.join(folder, "onnx"), { recursive: true });
    writeFileSync(path.join(folder, "config.json"), "{}");
    writeFileSync(path.join(folder, "onnx/model_q4.onnx"), "graph");
    writeFileSync(path.join(folder, "onnx/model_fp16.onnx"), "halves");
    const files = await (await findModel("owner/narrow", [".cache/find-model"])).read();
    expect(files.precision).toBe("fp16");
    expect(await files.weights.text()).toBe("halves");
  });

  it("says that there is no such model, or that it has no weights", async () => {
    await expect(findModel("nobody/nothing", [CHECKPOINTS])).rejects.toMatchObject({ code: "model-not-found" });
    const folder = ".cache/find-model/owner/empty";
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "config.json"), "{}");
    await expect(findModel("owner/empty", [".cache/find-model"])).rejects.toMatchObject({ code: "model-no-onnx" });
  });
});

describe("loadRuntime", () => {
  it("takes the WASM build where no native one is installed", async () => {
    expect((await loadRuntime([])).name).toBe("onnxruntime-web");
  });

  it("passes over a native one that is not made for this system", async () => {
    const folder = path.resolve(".cache/find-model/broken-packages");
    mkdirSync(path.join(folder, "onnxruntime-node/dist"), { recursive: true });
    writeFileSync(
      path.join(folder, "onnxruntime-node/dist/index.js"),
      "throw new Error('no binding for this system');",
    );
    expect((await loadRuntime([folder])).name).toBe("onnxruntime-web");
  });
});
