/** The person's choices: their bounds, and their place in `localStorage`. */
import * as v from "valibot";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { readHubAddress } from "./hub-address.ts";
import type { Settings } from "./state.ts";
import type { TextStore } from "./text-store.ts";

const KEY = "earshot.settings.1";

/** Choices of the hop of a file's windows, as a part of the window. */
export const HOP_SHARES = [1, 0.5, 0.25, 0.125] as const;

const Score = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Of each choice: what it may be, and what it is where a value is none of that. */
const SettingsSchema = v.object({
  activation: or("activation", v.nullable(v.picklist(["sigmoid", "softmax", "none"]))),
  topK: or("topK", v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10))),
  threshold: or("threshold", Score),
  labelThresholds: or("labelThresholds", v.record(v.string(), v.record(v.string(), v.nullable(Score)))),
  events: or(
    "events",
    v.object({
      releaseShare: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1)),
      minDurationS: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
      mergeGapS: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
    }),
  ),
  clipMethod: or("clipMethod", v.picklist(["energy-mean", "mean", "max", "log-mean-exp"])),
  hopShare: or("hopShare", v.picklist(HOP_SHARES)),
  windowS: or("windowS", v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(60)))),
  device: or("device", v.nullable(v.picklist(["wasm", "webgpu"]))),
  microphoneId: or("microphoneId", v.nullable(v.string())),
  pace: or("pace", v.picklist(["automatic", "saver"])),
  whenHidden: or("whenHidden", v.picklist(["listen", "rest"])),
  theme: or("theme", v.picklist(["system", "light", "dark"])),
  hubEndpoint: or(
    "hubEndpoint",
    v.nullable(
      v.pipe(
        v.string(),
        v.check((text) => readHubAddress(text) === text),
      ),
    ),
  ),
});

function or<K extends keyof Settings, Schema extends v.GenericSchema<Settings[K]>>(name: K, schema: Schema) {
  return v.fallback(schema, DEFAULT_SETTINGS[name] as v.InferOutput<Schema>);
}

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
