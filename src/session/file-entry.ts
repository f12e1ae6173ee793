/** A file's entry in the list: new, and to and from what is kept between visits. */
import type { WindowPlan } from "../stream/protocol.ts";
import type { SourceFile } from "./actions.ts";
import type { FileScoring } from "./file-scoring.ts";
import type { KeptFile } from "./results-store.ts";
import type { FileEntry } from "./state.ts";

/** Tells a file from others as far as a browser lets us: where it lay, how long it is, when it was changed. */
export function keyOf({ file, path }: SourceFile): string {
  return `${path}\n${file.size}\n${file.lastModified}`;
}

const UNSCORED = { modelId: null, labels: [], activation: null, track: null, clip: [] } as const;

export function blankEntry(id: string, { file, path }: SourceFile): FileEntry {
  return {
    id,
    name: file.name,
    path,
    sizeBytes: file.size,
    hasSound: true,
    trueLabel: null,
    ...UNSCORED,
    sourceRateHz: null,
    channels: null,
    codec: null,
    durationS: null,
    state: { phase: "waiting" },
    overview: null,
  };
}

/** Without its scores: those come from the logits, by the settings of now. */
export function keptEntry(id: string, kept: KeptFile): FileEntry {
  const { name, path, sizeBytes, trueLabel, sourceRateHz, channels, codec, durationS, overview, damage } = kept;
  const facts = { name, path, sizeBytes, trueLabel, sourceRateHz, channels, codec, durationS, overview };
  return { id, ...facts, ...UNSCORED, hasSound: false, state: { phase: "done", damage } };
}

export function toKept(entry: FileEntry, key: string, plan: WindowPlan, scoring: FileScoring): KeptFile {
  const { name, path, sizeBytes, trueLabel, sourceRateHz, channels, codec, durationS, overview, state } = entry;
  return {
    key,
    keptAtMs: Date.now(),
    plan,
    damage: state.phase === "done" ? state.damage : null,
    logits: scoring.toKept(),
    ...{ name, path, sizeBytes, trueLabel, sourceRateHz, channels, codec, durationS, overview },
  };
}
