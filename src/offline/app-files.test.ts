import { expect, test } from "vitest";
import { isHashed, stageOf, urlOf } from "./app-files.ts";

test.each([
  ["index.html", "shell"],
  ["assets/index-abc.js", "shell"],
  ["assets/ort-wasm-simd-threaded-abc.mjs", "shell"],
  ["fonts/national-park-latin.woff2", "shell"],
  ["icons/icon-192.png", "shell"],
  ["manifest.webmanifest", "shell"],
  ["assets/ort-wasm-simd-threaded-abc.wasm", "runtime"],
  ["models/everyday-sounds/onnx/model.onnx", "runtime"],
  ["models/everyday-sounds/config.json", "runtime"],
  ["assets/ort-wasm-simd-threaded.asyncify-abc.wasm", "webgpu"],
  ["assets/ort.webgpu.min-abc.js", "webgpu"],
  ["models/everyday-sounds/confusion.png", null],
  ["models/everyday-sounds/README.md", null],
  ["screenshots/wide.png", null],
  ["service-worker.js", null],
  ["_headers", null],
])("%s is kept as %s", (file, stage) => {
  expect(stageOf(file)).toBe(stage);
});

test("the page is asked for at the folder's own address, which no host redirects", () => {
  expect(urlOf("index.html")).toBe("./");
  expect(urlOf("assets/a.js")).toBe("assets/a.js");
  expect(isHashed("assets/a.js")).toBe(true);
  expect(isHashed("models/x/config.json")).toBe(false);
});
