/** How far the queue is, in words: for the eye, and shorter for the ear. Pure. */
import type { EngineState, FileEntry, QueueState } from "../../../session/state.ts";
import { formatCount, formatTime } from "../../figures.ts";
import { groupOf, type PhaseGroup } from "./queue-item.ts";

export type QueueCounts = Readonly<Record<PhaseGroup | "all" | "kept", number>>;

export function countFiles(files: readonly FileEntry[]): QueueCounts {
  const counts = { all: files.length, waiting: 0, done: 0, failed: 0, cancelled: 0, kept: 0 };
  for (const { state, hasSound } of files) {
    counts[groupOf(state)]++;
    if (!hasSound) counts.kept++;
  }
  return counts;
}

/** `37 of 200 done`, `2 failed`, `about 1:20 left`. */
export function queueWords(counts: QueueCounts, queue: QueueState, engine: EngineState["phase"]): string[] {
  const words = [doneWords(counts), ...troubleWords(counts)];
  if (counts.waiting === 0) return words;
  if (queue.paused) words.push("paused");
  else if (engine !== "ready") words.push("waiting for the model");
  else if (queue.leftS !== null) words.push(leftWords(queue.leftS));
  return words;
}

/** For a screen reader: without the time, which would be said again and again. Null where there is nothing to say. */
export function spokenQueueWords(files: readonly FileEntry[]): string | null {
  const counts = countFiles(files);
  if (counts.all === counts.kept) return null;
  const [only] = files;
  if (counts.all === 1 && only !== undefined) return counts.done === 1 ? `${only.name} is done.` : null;
  return `${[doneWords(counts), ...troubleWords(counts)].join(", ")}.`;
}

function doneWords({ all, done }: QueueCounts): string {
  return done === all ? `${formatCount(all, "file")} done` : `${done} of ${all} done`;
}

function troubleWords({ failed, cancelled }: QueueCounts): string[] {
  return [failed > 0 ? `${failed} failed` : "", cancelled > 0 ? `${cancelled} cancelled` : ""].filter(Boolean);
}

/** Rounded up, the coarser the longer: a guess should not look like a measurement. */
function leftWords(leftS: number): string {
  if (leftS < 5) return "a few seconds left";
  const step = leftS < 60 ? 5 : leftS < 600 ? 10 : 60;
  return `about ${formatTime(Math.ceil(leftS / step) * step)} left`;
}

/** Part of the queue that is behind us, 0 to 1, with the running file by its seconds. */
export function queueShare(files: readonly FileEntry[]): number {
  if (files.length === 0) return 0;
  const parts = files.map(({ state }) => {
    if (state.phase === "waiting") return 0;
    if (state.phase !== "running") return 1;
    return state.durationS === null || state.durationS === 0 ? 0 : Math.min(1, state.doneS / state.durationS);
  });
  return parts.reduce((sum: number, part) => sum + part, 0) / files.length;
}
