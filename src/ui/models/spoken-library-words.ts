/** What a screen reader is told of the library: answers, and a download at its quarters. Ends and failures are notices. Pure. */
import type { EarshotState } from "../../session/state.ts";
import { formatCount } from "../figures.ts";
import { percentOf } from "./download-words.ts";

/** Null where there is nothing to say. */
export function spokenLibraryWords({ library, coming }: Pick<EarshotState, "library" | "coming">): string | null {
  const { check, importing, downloads } = library;
  if (check.phase === "checking") return `Asking the Hub about ${check.reference}.`;
  if (check.phase === "ready" && check.preflight.refusal === null) {
    const { id, numLabels, offers } = check.preflight;
    return `${id} can run here: ${formatCount(numLabels, "label")}, ${formatCount(offers.length, "precision")}.`;
  }
  if (importing.phase === "reading") return `Reading ${importing.name}.`;
  const running = downloads.find(({ phase }) => phase === "running");
  if (running) return `${running.id}: ${Math.floor(percentOf(running) / 25) * 25} percent.`;
  const paused = downloads.find(({ phase }) => phase === "paused");
  if (paused) return `${paused.id} is paused.`;
  return coming === null ? null : `Opening ${coming.modelId}.`;
}
