import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { readSettings, writeSettings } from "./settings.ts";

function storeWith(text: string | null) {
  const kept = new Map<string, string>();
  const store = {
    get: (key: string) => kept.get(key) ?? text,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  return store;
}

describe("readSettings", () => {
  it.each([null, "", "{", "[]", '"x"', "null", "7"])("gives the defaults for %j", (text) => {
    expect(readSettings(storeWith(text))).toEqual(DEFAULT_SETTINGS);
  });

  it("keeps what is in bounds and replaces what is not", () => {
    const text = JSON.stringify({ topK: 99, threshold: 0.7, activation: "cosine", theme: "dark" });
    expect(readSettings(storeWith(text))).toEqual({ ...DEFAULT_SETTINGS, threshold: 0.7, theme: "dark" });
  });

  it("reads back what was written", () => {
    const store = storeWith(null);
    const settings = { ...DEFAULT_SETTINGS, activation: "softmax", topK: 3, theme: "light" } as const;
    writeSettings(store, settings);
    expect(readSettings(store)).toEqual(settings);
  });
});
