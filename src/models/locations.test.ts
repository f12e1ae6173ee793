import { describe, expect, it } from "vitest";
import { locateModel } from "./locations.ts";

const PLACES = { appBase: "https://app.example/earshot/", hubBase: "https://hub.example" };

describe("locateModel", () => {
  it("finds embedded models in the app's own folder, also on a sub-path", () => {
    const url = locateModel("everyday-sounds", PLACES).urlOf("config.json");
    expect(url).toBe("https://app.example/earshot/models/everyday-sounds/config.json");
  });

  it("follows the Hub's layout, with main as the default revision", () => {
    const url = locateModel("owner/name", PLACES).urlOf("onnx/model.onnx");
    expect(url).toBe("https://hub.example/owner/name/resolve/main/onnx/model.onnx");
  });

  it("takes a revision after @", () => {
    const url = locateModel("owner/name@refs/pr/5", PLACES).urlOf("config.json");
    expect(url).toBe("https://hub.example/owner/name/resolve/refs%2Fpr%2F5/config.json");
  });

  it.each(["", "a/b/c", "../secret", "a/../b", "a b", "https://x.example/y", "a/b?x", "a/b#c", "x".repeat(200)])(
    "refuses %j as an id",
    (id) => {
      expect(() => locateModel(id, PLACES)).toThrow(expect.objectContaining({ code: "model-not-found" }));
    },
  );
});
