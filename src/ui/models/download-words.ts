/** A download in figures: what came of what is to come, how fast, how long still. Pure. */
import type { DownloadState } from "../../library/protocol.ts";
import { formatBytes } from "../figures.ts";

export function downloadWords({ phase, loadedBytes, totalBytes, bytesPerS, leftS, problem }: DownloadState): string {
  const amount = `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
  if (phase === "checking") return `${amount}, checking what came`;
  if (phase !== "running") return `${amount}, ${phase === "paused" ? "paused" : "stopped"}`;
  if (problem || bytesPerS <= 0) return `${amount}, waiting`;
  return `${amount} · ${formatBytes(bytesPerS)}/s${leftS === null ? "" : ` · ${leftWords(leftS)}`}`;
}

/** Whole percent, and 100 only when all is there. */
export function percentOf({ loadedBytes, totalBytes }: Pick<DownloadState, "loadedBytes" | "totalBytes">): number {
  return totalBytes > 0 ? Math.min(100, Math.floor((loadedBytes / totalBytes) * 100)) : 0;
}

/** Coarser the longer it is: `12 s left`, `4 min left`, `1 h 20 min left`. */
function leftWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
