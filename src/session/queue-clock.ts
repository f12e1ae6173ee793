/** Measures how fast files go, and shows how long the queue still takes. */
import { QueueEstimate } from "./queue-estimate.ts";
import type { EarshotStore } from "./store.ts";

export class QueueClock {
  readonly #store: EarshotStore;
  readonly #estimate = new QueueEstimate();

  constructor(store: EarshotStore) {
    this.#store = store;
  }

  /** Begins a file; the function is to be told how far it is, 0 to 1. */
  begin({ name, size }: Pick<File, "name" | "size">): (share: number) => void {
    let lastMs = performance.now();
    let lastShare = 0;
    return (share) => {
      const nowMs = performance.now();
      // Time that the queue stood still says nothing about how fast it goes.
      if (!this.#store.getState().queue.paused) this.#estimate.add(name, (share - lastShare) * size, nowMs - lastMs);
      lastMs = nowMs;
      lastShare = share;
      this.show();
    };
  }

  show(): void {
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
