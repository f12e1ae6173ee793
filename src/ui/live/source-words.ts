/** What was really opened and what runs where, as quiet sentences. Pure. */
import type { CaptureFacts } from "../../capture/source.ts";
import { type BackendReport, isOnServer, type ServerReport } from "../../models/model-info.ts";
import { backendName } from "../../session/sentences.ts";
import type { LiveCounters } from "../../session/state.ts";
import { formatCount, formatMs, formatRate } from "../figures.ts";

const PROCESSING = [
  ["echoCancellation", "echo cancellation"],
  ["noiseSuppression", "noise suppression"],
  ["autoGainControl", "gain control"],
] as const;

/** `MacBook Microphone, 48 kHz, 1 channel; echo cancellation off, noise suppression off, gain control off`. */
export function describeCapture(facts: CaptureFacts): string {
  const channels = facts.channelCount === null ? [] : [formatCount(facts.channelCount, "channel")];
  const start = [facts.label, formatRate(facts.sampleRateHz), ...channels].join(", ");
  if (facts.kind !== "microphone") return start;
  const processing = PROCESSING.map(([key, name]) => `${name} ${wordFor(facts[key])}`);
  return `${start}; ${processing.join(", ")}`;
}

function wordFor(applied: boolean | null): string {
  return applied === null ? "not told" : applied ? "on" : "off";
}

/** A warning where the browser kept changing the sound although it was asked not to; null where all is honest. */
export function processingWarning(facts: CaptureFacts): string | null {
  if (facts.kind !== "microphone") return null;
  const on = PROCESSING.filter(([key]) => facts[key] === true).map(([, name]) => name);
  if (on.length === 0) return null;
  return `The browser kept ${on.join(" and ")} on, so quiet and steady sounds may be missing from what the model hears.`;
}

export function describeBackend(report: BackendReport | ServerReport): string {
  if (isOnServer(report)) return `${report.host}, a server`;
  return backendName({ ...report.chosen, runtime: undefined });
}

/** `WASM, 2 threads, 3 ms a window, every 200 ms`. */
export function describeRun(backend: BackendReport | ServerReport, counters: LiveCounters | null): string {
  const parts = [describeBackend(backend), `${formatMs(backend.windowMs)} a window`];
  const rate = counters?.updatesPerSecond ?? 0;
  if (rate > 0.2) parts.push(`every ${Math.max(10, Math.round(100 / rate) * 10)} ms`);
  return parts.join(", ");
}

/**
 * What was lost, or is made seldomer, or null where nothing is.
 * @param who is slower than the sound where windows were dropped
 */
export function describeLoss(
  { windowsDropped, windowsRun, framesLost, slowerHopMs }: LiveCounters,
  who: "this machine" | "the server" = "this machine",
): string | null {
  const parts: string[] = [];
  if (windowsDropped > 0) {
    const of = formatCount(windowsDropped + windowsRun, "window");
    parts.push(`${windowsDropped} of ${of} dropped: ${who} is slower than the sound`);
  }
  if (slowerHopMs !== null) parts.push(`a window every ${slowerHopMs / 1000} s, which ${who} keeps up with`);
  if (framesLost > 0) parts.push(`${formatCount(framesLost, "sample")} lost between microphone and model`);
  const text = parts.join("; ");
  return text === "" ? null : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
