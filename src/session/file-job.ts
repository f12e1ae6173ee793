/** One file through the model: opens its stream, runs every window, reports as it goes. Nothing of it is skipped. */

import { canDecodeOnPage, decodeOnPage } from "../capture/decode-on-page.ts";
import type { StreamFacts } from "../capture/pcm.ts";
import { asEarshotError, EarshotError, type PlainError } from "../errors/earshot-error.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { Overview } from "../signal/overview.ts";
import type { WindowPack } from "../signal/window-pack.ts";
import { PACKS_UNDER_WAY, type WindowPlan } from "../stream/protocol.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import { EventInbox } from "./event-inbox.ts";
import { FileScoring } from "./file-scoring.ts";
import type { Gate } from "./gate.ts";

/** A pack should take about this long: short enough for a live window to slip in between, and for a cancel. */
const PACK_MS = 60;
const MOST_WINDOWS_IN_PACK = 32;

export interface FileJobEvents {
  onFacts(facts: StreamFacts): void;
  onOverview(overview: Overview): void;
  /** After every pack of windows. */
  onProgress(scoring: FileScoring): void;
  /** All of its windows are in the model or waiting for it: the audio worker is free for the next file. */
  onRead(): void;
  /** The browser can decode this file on the page only: in one piece, capped. To be told. */
  onDecodedOnPage(): void;
}

export interface FileJobResult {
  readonly scoring: FileScoring;
  readonly damage: PlainError | null;
  readonly durationS: number;
}

export interface FileJob {
  readonly file: File;
  readonly plan: WindowPlan;
  readonly engine: ModelRunner;
  readonly stream: StreamClient;
  /** Closed = paused: what is under way ends, nothing new begins. */
  readonly gate: Gate;
  readonly events: FileJobEvents;
  readonly signal: AbortSignal;
}

/** @throws EarshotError `file-*`, `aborted`, or what the engine throws */
export async function runFile(job: FileJob): Promise<FileJobResult> {
  try {
    return await runDecodable(job);
  } catch (thrown) {
    const error = asEarshotError(thrown);
    if (!canDecodeOnPage(error)) throw error;
    const file = await decodeOnPage(job.file, error.details, job.signal);
    job.events.onDecodedOnPage();
    return runDecodable({ ...job, file });
  }
}

async function runDecodable({ file, plan, engine, stream, gate, events, signal }: FileJob): Promise<FileJobResult> {
  const scoring = new FileScoring(engine.info);
  const inbox = new EventInbox();
  const packWindows = engine.packWindows ?? packWindowsFor(engine.report.windowMs);
  const open = stream.openFile(file, plan, packWindows, inbox.take, inbox.fail);
  const onAbort = () => inbox.fail(new EarshotError("aborted", "the file was cancelled"));
  signal.addEventListener("abort", onAbort, { once: true });
  /** The pack in the model. The next one is sent before it is done, so that the model never waits for the page. */
  let running: Promise<void> | null = null;
  try {
    open.grant(PACKS_UNDER_WAY);
    for (;;) {
      const event = await inbox.next();
      if (event.kind === "opened") events.onFacts(event.facts);
      else if (event.kind === "overview") events.onOverview(event.overview);
      else if (event.kind === "pack") {
        const before: Promise<void> | null = running;
        running = runPack(event.pack, engine, scoring, before, signal);
        running.catch(() => {}); // Awaited below, one pack later.
        if (before === null) continue;
        await before;
        await gate.open(signal);
        open.grant(1);
        events.onProgress(scoring);
      } else if (event.kind === "ended") {
        events.onRead();
        await running;
        if (event.totalSamples === 0) throw new EarshotError("file-too-short", "no sample of sound");
        return { scoring, damage: event.damage, durationS: event.totalSamples / plan.sampleRateHz };
      }
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    open.close();
  }
}

/** Scores are added in order, whichever answer comes first. */
async function runPack(
  pack: WindowPack,
  engine: ModelRunner,
  scoring: FileScoring,
  before: Promise<void> | null,
  signal: AbortSignal,
): Promise<void> {
  const answer = engine.runPack(pack, signal);
  answer.catch(() => {}); // Awaited below, after the one before.
  await before;
  scoring.add(pack, (await answer).logits);
}

function packWindowsFor(windowMs: number): number {
  return Math.min(MOST_WINDOWS_IN_PACK, Math.max(1, Math.round(PACK_MS / Math.max(windowMs, 0.1))));
}
