/** One file through the model: opens its stream, runs every window, reports as it goes. Nothing of it is skipped. */

import { canDecodeOnPage, decodeOnPage } from "../capture/decode-on-page.ts";
import type { StreamFacts } from "../capture/pcm.ts";
import { asEarshotError, EarshotError, type PlainError } from "../errors/earshot-error.ts";
import type { Engine } from "../inference/engine.ts";
import type { SoundWindow } from "../signal/windows.ts";
import type { StreamEvent, WindowPlan } from "../stream/protocol.ts";
import type { OpenStream, StreamClient } from "../stream/stream-client.ts";
import { FileScoring, rmsOf } from "./file-scoring.ts";

/** Windows that the audio worker may have under way: enough to overlap decoding with the model, few enough to be flat. */
const WINDOWS_AHEAD = 8;
/** Hop of a file's windows, as a part of the window. */
const HOP_PART = 0.25;

export interface FileJobEvents {
  onFacts(facts: StreamFacts): void;
  /** After every window. */
  onProgress(scoring: FileScoring): void;
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
  readonly engine: Engine;
  readonly stream: StreamClient;
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

async function runDecodable({ file, engine, stream, events, signal }: FileJob): Promise<FileJobResult> {
  const scoring = new FileScoring(engine.info);
  const inbox = new Inbox();
  const open = stream.openFile(file, planOf(engine), inbox.take, inbox.fail);
  const onAbort = () => inbox.fail(new EarshotError("aborted", "the file was cancelled"));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    open.grant(WINDOWS_AHEAD);
    for (;;) {
      const event = await inbox.next();
      if (event.kind === "opened") events.onFacts(event.facts);
      else if (event.kind === "window") await runWindow(event.window, engine, scoring, open, signal);
      else if (event.kind === "ended") {
        const durationS = event.totalSamples / engine.info.sampleRateHz;
        if (event.totalSamples === 0) throw new EarshotError("file-too-short", "no sample of sound");
        return { scoring, damage: event.damage, durationS };
      }
      if (event.kind === "window") events.onProgress(scoring);
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    open.close();
  }
}

async function runWindow(
  window: SoundWindow,
  engine: Engine,
  scoring: FileScoring,
  open: OpenStream,
  signal: AbortSignal,
) {
  const { logits } = await engine.run(window.samples, signal);
  scoring.add(window, rmsOf(window.samples, window.validSamples), logits);
  open.grant(1);
}

function planOf({ info }: Engine): WindowPlan {
  const hopSamples = Math.max(1, Math.round(info.windowSamples * HOP_PART));
  return { sampleRateHz: info.sampleRateHz, windowSamples: info.windowSamples, hopSamples };
}

/** Events in order, pulled; a failure comes before anything that waits. */
class Inbox {
  readonly #events: StreamEvent[] = [];
  #error: EarshotError | null = null;
  #wake: (() => void) | null = null;

  readonly take = (event: StreamEvent): void => {
    this.#events.push(event);
    this.#wake?.();
  };

  readonly fail = (error: EarshotError): void => {
    this.#error ??= error;
    this.#wake?.();
  };

  async next(): Promise<StreamEvent> {
    for (;;) {
      if (this.#error) throw this.#error;
      const event = this.#events.shift();
      if (event) return event;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
