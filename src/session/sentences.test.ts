import { expect, it } from "vitest";
import { ERROR_CODES } from "../errors/earshot-error.ts";
import { fellBackText, sentenceFor } from "./sentences.ts";

it.each(ERROR_CODES)("%s has a sentence and a way on, in plain words", (code) => {
  const { what, wayOn } = sentenceFor({ code, details: {} });
  for (const text of [what, wayOn]) {
    expect(text).toMatch(/^["“A-Z].*\.$/s);
    expect(text).not.toMatch(/undefined|null|NaN|\bcode\b/);
  }
});

it("names the model and the facts", () => {
  const { what } = sentenceFor({ code: "model-unreachable", details: { id: "a/b", status: 503 } });
  expect(what).toContain("a/b");
  expect(what).toContain("503");
});

it("says from what to what a model fell back, and why", () => {
  const text = fellBackText({ device: "webgpu", threads: 1 }, { device: "wasm", threads: 2 }, "backend-lost");
  expect(text).toBe("WebGPU was lost. The model now runs on WASM, 2 threads.");
});

it("tells a damaged moment from a file that is cut off", () => {
  const what = (details: { decodedS: number; atS?: number }) => sentenceFor({ code: "file-damaged", details }).what;
  expect(what({ decodedS: 9, atS: 4.2 })).toContain("damaged at 4.2 s");
  expect(what({ decodedS: 9, atS: 9 })).toContain("cut off: 9.0 s");
  expect(what({ decodedS: 9 })).toContain("cut off: 9.0 s");
});
