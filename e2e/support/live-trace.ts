/** Watches the Live screen from inside the page, as an eye would: which window's bars stand there, from when on. */
import type { Page } from "@playwright/test";
import { LIVE_SMOOTHING } from "../../src/session/live-scoring.ts";
import { meterPosition } from "../../src/ui/live/level-scale.ts";

/** One change of the bars. */
export interface ShownResult {
  /** Wall time, ms since epoch, at which the new bars were in the page, and at which the frame that paints them was over. */
  readonly shownAtMs: number;
  readonly frameAtMs: number;
  /** The end of the window that they are about: in the stream, s, and by its stamp, ms since epoch. */
  readonly endS: number;
  readonly endCapturedAtMs: number;
  /** Seconds that the audio thread had rendered when the bars changed: of all it rendered, not of what arrived. */
  readonly renderedS: number;
  readonly windowsDropped: number;
  readonly framesLost: number;
  /** As they stand on the screen, from the top. */
  readonly rows: readonly { readonly label: string; readonly score: number }[];
}

export interface LiveTrace {
  readonly results: readonly ShownResult[];
  /** Wall time at which the level meter first stood at or above `ONSET_DB`; null while it has not. */
  readonly onsetAtMs: number | null;
}

/** A level that digital silence never has and every clip soon has. */
export const ONSET_DB = -50;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
declare global {
  interface Window {
    liveTrace: { results: Writable<ShownResult>[]; onsetAtMs: number | null };
    /** The sound of every window that the model was given, in the order of the results. */
    heardWindows: Float32Array[];
  }
}

/** Begins to watch; call before Start. */
export async function watchLive(page: Page): Promise<void> {
  await page.evaluate((onsetPosition) => {
    const trace: Window["liveTrace"] = { results: [], onsetAtMs: null };
    window.liveTrace = trace;
    const live = document.querySelector<HTMLElement>("#panel-live > .live");
    const list = document.querySelector("#panel-live [aria-label='Top labels']");
    const level = document.querySelector("#panel-live [aria-label='Input level'] > span");
    if (!live || !list || !level) throw new Error("the Live screen has no bars or no level meter");
    window.heardWindows = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
      const { name, params } = message[0] as { name?: string; params?: { samples: Float32Array } };
      if (name === "run" && params) window.heardWindows.push(params.samples);
      Reflect.apply(post, this, message);
    };
    let context: AudioContext | null = null;
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        context = this;
      }
    };
    new MutationObserver(() => {
      const shownAtMs = Date.now();
      const { windowEndS, windowEndMs, windowsDropped, framesLost } = live.dataset;
      if (windowEndS === undefined || Number(windowEndS) === trace.results.at(-1)?.endS) return;
      const result: Writable<ShownResult> = {
        shownAtMs,
        frameAtMs: Number.POSITIVE_INFINITY,
        endS: Number(windowEndS),
        endCapturedAtMs: Number(windowEndMs),
        renderedS: context?.currentTime ?? Number.NaN,
        windowsDropped: Number(windowsDropped ?? Number.NaN),
        framesLost: Number(framesLost ?? Number.NaN),
        rows: Array.from(list.querySelectorAll("[role=meter]"), (meter) => ({
          label: meter.getAttribute("aria-label") ?? "",
          score: Number(meter.getAttribute("aria-valuenow") ?? Number.NaN),
        })),
      };
      trace.results.push(result);
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          result.frameAtMs = Date.now();
        }),
      );
    }).observe(live, { attributeFilter: ["data-window-end-s"] });
    new MutationObserver(() => {
      const share = Number(/scaleX\((.+)\)/.exec(level.getAttribute("style") ?? "")?.[1] ?? 0);
      if (share >= onsetPosition) trace.onsetAtMs ??= Date.now();
    }).observe(level, { attributeFilter: ["style"] });
  }, meterPosition(ONSET_DB));
}

export const readTrace = (page: Page): Promise<LiveTrace> => page.evaluate(() => window.liveTrace);

/** The sound of the window of one result, at the model's rate. */
export async function heardWindow(page: Page, index: number): Promise<Float32Array> {
  return Float32Array.from(await page.evaluate((wanted) => Array.from(window.heardWindows[wanted] ?? []), index));
}

/** How far around a result its stream's start is looked for: where the audio thread starves, the stream itself slips. */
const AROUND_S = 2;

/**
 * Wall time of the stream's position 0, as it was around one result. A block is stamped when the audio thread renders
 * it, and rendering comes in bursts: the earliest stamp is the one that waited least, every other is as late as it is
 * behind that.
 */
export function streamStartMs(results: readonly ShownResult[], atS: number): number {
  const near = results.filter(({ endS }) => Math.abs(endS - atS) <= AROUND_S);
  return Math.min(...near.map(({ endS, endCapturedAtMs }) => endCapturedAtMs - 1000 * endS));
}

/** From, to. */
export type Range = readonly [from: number, to: number];

/**
 * Where a label's score was before Live smoothed it: the smoother's step undone (`src/scores/smoothing.ts`). A point, where
 * the label was on screen before and after the step; off the screen it had at most the last row's score.
 */
export function unsmoothed(before: ShownResult, after: ShownResult, label: string): Range {
  const { attackMs, releaseMs } = LIVE_SMOOTHING;
  const elapsedMs = 1000 * (after.endS - before.endS);
  const raws = rangeOf(before, label).flatMap((was) =>
    rangeOf(after, label).map(
      (is) => was + (is - was) / (1 - Math.exp(-elapsedMs / (is > was ? attackMs : releaseMs))),
    ),
  );
  return [Math.max(0, Math.min(...raws)), Math.min(1, Math.max(...raws))];
}

function rangeOf({ rows }: ShownResult, wanted: string): Range {
  const shown = rows.find(({ label }) => label === wanted)?.score;
  return shown === undefined ? [0, rows.at(-1)?.score ?? 1] : [shown, shown];
}
