import { expect, test } from "vitest";
import { callAt } from "./api-address.ts";

const SCOPE = "https://host.example/some/place/";
const at = (address: string, method = "POST") => callAt(new Request(new URL(address, SCOPE), { method }), SCOPE);

test.each([
  ["models/everyday-sounds", "everyday-sounds"],
  ["models/owner/name", "owner/name"],
  ["models/owner%2Fname@v1?x=1", "owner/name@v1"],
  ["hf-inference/models/owner/name", "owner/name"],
  ["models/everyday-sounds/pipeline/audio-classification", "everyday-sounds"],
])("%s is a call for %s", (address, modelId) => {
  expect(at(address)).toEqual({ kind: "model", modelId });
  expect(at(address, "GET")).toEqual({ kind: "model", modelId });
});

test.each([
  "https://elsewhere.example/some/place/models/owner/name",
  "/models/owner/name",
  "assets/models/owner/name",
  "./",
  "models/",
])("%s is none", (address) => {
  expect(at(address)).toBe(null);
});

test.each(["models/everyday-sounds/config.json", "models/spoken-digits/onnx/model.onnx"])(
  "%s is a file of a model inside the app to those who read it",
  (address) => {
    expect(at(address, "GET")).toBe(null);
    expect(at(address, "HEAD")).toBe(null);
    expect(at(address, "POST")).not.toBe(null);
  },
);

test.each(["models/..%2F..%2Fetc", "models/a%2F..%2Fb", "models/a/b/c", "models/%ff", "models/owner/na me"])(
  "%s names no model",
  (address) => {
    expect(at(address)).toEqual({ kind: "no-model" });
    expect(at(address, "GET")).toEqual({ kind: "no-model" });
  },
);
