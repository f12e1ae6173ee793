import { describe, expect, it } from "vitest";
import { EVENT_DEFAULTS, readSettings, writeSettings } from "./settings.ts";
import type { Settings } from "./state.ts";

function storeWith(text: string | null) {
  const kept = new Map<string, string>();
  const store = {
    get: (key: string) => kept.get(key) ?? text,
    set: (key: string, value: string) => void kept.set(key, value),
  };
  return store;
}

const DEFAULTS: Settings = {
  activation: null,
  topK: 5,
  threshold: 0.5,
  labelThresholds: {},
  events: EVENT_DEFAULTS,
  clipMethod: "energy-mean",
  hopShare: 0.25,
  windowS: null,
  device: null,
  microphoneId: null,
  theme: "system",
  hubEndpoint: null,
};

describe("readSettings", () => {
  it.each([null, "", "{", "[]", '"x"', "null", "7"])("gives the defaults for %j", (text) => {
    expect(readSettings(storeWith(text))).toEqual(DEFAULTS);
  });

  it("keeps what is in bounds and replaces what is not", () => {
    const text = JSON.stringify({ topK: 99, threshold: 0.7, activation: "cosine", theme: "dark" });
    expect(readSettings(storeWith(text))).toEqual({ ...DEFAULTS, threshold: 0.7, theme: "dark" });
  });

  it("reads back what was written", () => {
    const store = storeWith(null);
    const settings = { ...DEFAULTS, activation: "softmax", topK: 3, theme: "light" } as const;
    writeSettings(store, settings);
    expect(readSettings(store)).toEqual(settings);
  });
});
