/**
 * Logits of live windows → what the screen shows: function, smoothing, top-k, stable rows, the heard label. Pure but for
 * its own memory of the last windows; a change of settings shows at once, without the model.
 */

import type { ModelInfo } from "../models/model-info.ts";
import { activate } from "../scores/activation.ts";
import { RowOrder } from "../scores/rows.ts";
import { ScoreSmoother } from "../scores/smoothing.ts";
import { topK } from "../scores/top-k.ts";
import type { LiveResult, Settings } from "./state.ts";

/** Quick up, slower down: a bark shows at once and can still be read a moment later. */
export const LIVE_SMOOTHING = { attackMs: 80, releaseMs: 350 };

export interface LiveWindow {
  readonly endSample: number;
  readonly endCapturedAtMs: number;
  readonly logits: Float32Array;
}

export class LiveScoring {
  readonly #model: ModelInfo;
  #settings: Settings;
  #smoother: ScoreSmoother;
  #rows: RowOrder;
  #last: LiveWindow | null = null;

  constructor(model: ModelInfo, settings: Settings) {
    this.#model = model;
    this.#settings = settings;
    this.#smoother = new ScoreSmoother(LIVE_SMOOTHING);
    this.#rows = new RowOrder(settings.topK);
  }

  take(window: LiveWindow): LiveResult {
    this.#last = window;
    return this.#score(window);
  }

  /** The last window under other settings; null where there was none yet. */
  change(settings: Settings): LiveResult | null {
    const before = this.#settings;
    this.#settings = settings;
    if (before.activation !== settings.activation) this.#smoother.reset();
    if (before.topK !== settings.topK) this.#rows = new RowOrder(settings.topK);
    return this.#last && this.#score(this.#last);
  }

  #score({ endSample, endCapturedAtMs, logits }: LiveWindow): LiveResult {
    const { labels, sampleRateHz } = this.#model;
    const scores = activate(logits, this.#settings.activation ?? this.#model.activation);
    const endS = endSample / sampleRateHz;
    const smooth = this.#smoother.update(scores, endS * 1000);
    // Twice the rows, so that a label that just fell out can keep its row for a moment.
    const best = topK(smooth, labels, Math.min(2 * this.#settings.topK, labels.length));
    const first = best[0];
    const heard = first && first.score >= this.#settings.threshold ? first : null;
    return { endSample, endS, endCapturedAtMs, rows: this.#rows.update(best), heard };
  }
}
