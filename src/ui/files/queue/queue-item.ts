/** A file of the queue as its row shows it: where it lies, what was heard, by which score it is ranked. Pure. */
import type { LabelScore } from "../../../scores/top-k.ts";
import { eventsOf } from "../../../session/file-events.ts";
import type { FileEntry, FileState, Settings } from "../../../session/state.ts";

export interface QueueItem {
  readonly file: FileEntry;
  /** Place in the queue. */
  readonly place: number;
  /** The best label of the whole clip; null while nothing was heard of it. */
  readonly top: LabelScore | null;
  /** Of the label that was asked for, or of the best one. */
  readonly score: number | null;
  readonly heard: boolean;
  /** Null while it is being heard: they are still growing. */
  readonly events: number | null;
}

type ItemSettings = Pick<Settings, "threshold" | "labelThresholds" | "events">;

/** `label`: whose score is asked for; null = each file's best. */
export function queueItem(file: FileEntry, place: number, label: string | null, settings: ItemSettings): QueueItem {
  const finished = file.state.phase === "done";
  const top = finished ? (file.clip[0] ?? null) : null;
  const asked = label === null || !finished ? top : (file.clip.find((row) => row.label === label) ?? null);
  return {
    file,
    place,
    top,
    score: asked?.score ?? null,
    heard: top !== null && top.score >= settings.threshold,
    events: finished && file.track !== null ? eventsOf(file, settings).length : null,
  };
}

/** Items of a whole queue, each made once for as long as its file, its place and what is asked stay the same. */
export function itemMaker(label: string | null, settings: ItemSettings): (files: readonly FileEntry[]) => QueueItem[] {
  const made = new WeakMap<FileEntry, QueueItem>();
  return (files) =>
    files.map((file, place) => {
      const before = made.get(file);
      if (before?.place === place) return before;
      const item = queueItem(file, place, label, settings);
      made.set(file, item);
      return item;
    });
}

type Placed = Pick<FileEntry, "path" | "name">;

/** The folders of a path, without the name; empty for a file that came alone. */
export function folderOf({ path, name }: Placed): string {
  return path.endsWith(`/${name}`) ? path.slice(0, -name.length - 1) : "";
}

/** The folders that all files share, to be left unsaid: `a/b/` of `a/b/1.wav` and `a/b/c/2.wav`. */
export function sharedFolder(files: readonly Placed[]): string {
  const [first, ...more] = files;
  if (first === undefined) return "";
  const folders = folderOf(first) === "" ? [] : folderOf(first).split("/");
  for (const { path } of more) {
    const other = path.split("/");
    const differs = folders.findIndex((folder, depth) => folder !== other[depth] || depth >= other.length - 1);
    if (differs >= 0) folders.length = differs;
  }
  return folders.map((folder) => `${folder}/`).join("");
}

export type PhaseGroup = "waiting" | "done" | "failed" | "cancelled";

/** What is being heard still waits for its end. */
export function groupOf({ phase }: FileState): PhaseGroup {
  return phase === "running" ? "waiting" : phase;
}

const HOPELESS: ReadonlySet<string> = new Set([
  "file-empty",
  "file-not-audio",
  "file-no-audio-track",
  "file-codec-unsupported",
  "file-too-short",
]);

/** Whether a second run may end otherwise: after a cancel, a lost worker, or with another model than the one that scored it. */
export function worthRunning({ state, hasSound, modelId }: FileEntry, loadedModelId: string | null): boolean {
  if (!hasSound) return false;
  if (state.phase === "failed") return !HOPELESS.has(state.problem.code);
  if (state.phase === "done") return loadedModelId !== null && modelId !== loadedModelId;
  return state.phase === "cancelled";
}
