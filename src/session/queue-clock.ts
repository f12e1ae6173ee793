/** Measures how fast files go, and shows how long the queue still takes. */
import { QueueEstimate } from "./queue-estimate.ts";
import type { EarshotStore } from "./store.ts";

/** How far one file is. */
export interface FileClock {
  /** 0 to 1. */
  tell(share: number): void;
  end(): void;
}

/** The time left is shown at most this often. */
const SHOW_EVERY_MS = 1000;

export class QueueClock {
  readonly #store: EarshotStore;
  readonly #estimate = new QueueEstimate();
  #underWay = 0;
  /** Up to here time is counted: once, though two files may be under way. */
  #countedMs = 0;
  #shownMs = Number.NEGATIVE_INFINITY;

  constructor(store: EarshotStore) {
    this.#store = store;
    store.subscribe(({ queue }, { queue: before }) => {
      // Time that the queue stood still says nothing about how fast it goes.
      if (before.paused && !queue.paused) this.#countedMs = performance.now();
    });
  }

  begin({ name, size }: Pick<File, "name" | "size">): FileClock {
    if (this.#underWay++ === 0) this.#countedMs = performance.now();
    let lastShare = 0;
    return {
      tell: (share) => {
        const nowMs = performance.now();
        this.#estimate.add(name, (share - lastShare) * size, nowMs - this.#countedMs);
        this.#countedMs = nowMs;
        lastShare = share;
        this.#show(nowMs);
      },
      end: () => {
        this.#underWay--;
        if (this.#underWay === 0) this.#show(Number.POSITIVE_INFINITY);
      },
    };
  }

  #show(nowMs: number): void {
    if (nowMs - this.#shownMs < SHOW_EVERY_MS) return;
    this.#shownMs = performance.now();
    const { files, queue } = this.#store.getState();
    const left = files.flatMap(({ name, sizeBytes, state }) => {
      if (state.phase === "waiting") return [{ name, sizeBytes }];
      if (state.phase !== "running") return [];
      const done = state.durationS ? Math.min(1, state.doneS / state.durationS) : 0;
      return [{ name, sizeBytes: sizeBytes * (1 - done) }];
    });
    const leftS = left.length === 0 ? null : this.#estimate.leftS(left);
    if (leftS !== queue.leftS) this.#store.setState({ queue: { ...queue, leftS } });
  }
}
