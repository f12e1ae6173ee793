/** The person's choices: their defaults, their bounds, and their place in `localStorage`. */
import * as v from "valibot";
import { readHubAddress } from "./hub-address.ts";
import type { EventSettings, Settings } from "./state.ts";
import type { TextStore } from "./text-store.ts";

const KEY = "earshot.settings.1";

/** Choices of the hop of a file's windows, as a part of the window. */
export const HOP_SHARES = [1, 0.5, 0.25, 0.125] as const;

export const EVENT_DEFAULTS: EventSettings = { releaseShare: 0.4, minDurationS: 0.3, mergeGapS: 1 };

const Score = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const SettingsSchema = v.object({
  activation: v.fallback(v.nullable(v.picklist(["sigmoid", "softmax", "none"])), null),
  topK: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 5),
  threshold: v.fallback(Score, 0.5),
  labelThresholds: v.fallback(v.record(v.string(), v.record(v.string(), v.nullable(Score))), {}),
  events: v.fallback(
    v.object({
      releaseShare: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1)),
      minDurationS: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
      mergeGapS: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
    }),
    EVENT_DEFAULTS,
  ),
  clipMethod: v.fallback(v.picklist(["energy-mean", "mean", "max", "log-mean-exp"]), "energy-mean"),
  hopShare: v.fallback(v.picklist(HOP_SHARES), 0.25),
  windowS: v.fallback(v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(60))), null),
  device: v.fallback(v.nullable(v.picklist(["wasm", "webgpu"])), null),
  microphoneId: v.fallback(v.nullable(v.string()), null),
  theme: v.fallback(v.picklist(["system", "light", "dark"]), "system"),
  hubEndpoint: v.fallback(
    v.nullable(
      v.pipe(
        v.string(),
        v.check((text) => readHubAddress(text) === text),
      ),
    ),
    null,
  ),
});

/** A value that is missing or out of bounds takes its default; the others stay. */
export function readSettings(store: TextStore): Settings {
  return v.parse(SettingsSchema, parseObject(store.get(KEY)));
}

export function writeSettings(store: TextStore, settings: Settings): void {
  store.set(KEY, JSON.stringify(settings));
}

function parseObject(text: string | null): unknown {
  if (text === null) return {};
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return {}; // Damaged: defaults.
  }
}
