/** A file's entry in the list: new, scored, and to and from what is kept between visits. */
import type { WindowPlan } from "../stream/protocol.ts";
import type { SourceFile } from "./actions.ts";
import type { FileScoring } from "./file-scoring.ts";
import type { KeptFile } from "./kept-file.ts";
import type { FileEntry, Settings } from "./state.ts";

export interface KeyedFile extends SourceFile {
  readonly key: string;
}

/**
 * Tells files from one another as far as a browser lets us: where each lay, how long it is, when it was changed. Two that
 * are alike in all that and came in one go lay in different folders, which loose files do not tell: they are counted.
 */
export function withKeys(sources: readonly SourceFile[]): KeyedFile[] {
  const seen = new Map<string, number>();
  return sources.map(({ file, path }) => {
    const key = `${path}\n${file.size}\n${file.lastModified}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return { file, path, key: before === 0 ? key : `${key}\n${before + 1}` };
  });
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

/** The entry's scores: those of its logits by the settings of now. */
export function scoresOf(
  scoring: FileScoring,
  { activation, clipMethod }: Settings,
): Pick<FileEntry, "modelId" | "labels" | "activation" | "track" | "clip"> {
  return {
    modelId: scoring.model.id,
    labels: scoring.model.labels,
    activation: activation ?? scoring.model.activation,
    track: scoring.track(activation),
    clip: scoring.clip(activation, clipMethod),
  };
}

/** What a kept result says of its file, without its scores. */
export function keptFacts(kept: KeptFile): Omit<FileEntry, "id" | "hasSound" | keyof typeof UNSCORED> {
  const { name, path, sizeBytes, trueLabel, sourceRateHz, channels, codec, durationS, overview, damage } = kept;
  const state = { phase: "done", damage } as const;
  return { name, path, sizeBytes, trueLabel, sourceRateHz, channels, codec, durationS, overview, state };
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
