/** What is seen of a file while it is heard: facts, overview and scores as they come, but not more often than helps. */
import type { StreamFacts } from "../capture/pcm.ts";
import type { Overview } from "../signal/overview.ts";
import type { WindowPlan } from "../stream/protocol.ts";
import type { FileList } from "./file-list.ts";
import type { FileScoring } from "./file-scoring.ts";
import type { FileEntry } from "./state.ts";

/** A file that takes less goes from running to done in one change. */
const FIRST_SHOWN_MS = 150;
/** The longer a file takes, the less often it is drawn anew: what is drawn takes time from what is heard. */
const SHOWN_EVERY_MS = 1000;
const SLOWING = 0.1;

export class FileProgress {
  readonly #id: string;
  readonly #list: FileList;
  readonly #plan: WindowPlan;
  readonly #onShare: (share: number) => void;
  #unseen: Partial<FileEntry> = {};
  #durationS: number | null = null;
  readonly #begunMs = performance.now();
  #shownMs = this.#begunMs;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param onShare hears which part of the file is done, where that can be told. */
  constructor(id: string, list: FileList, plan: WindowPlan, onShare: (share: number) => void) {
    this.#id = id;
    this.#list = list;
    this.#plan = plan;
    this.#onShare = onShare;
    list.change(id, { state: { phase: "running", doneS: 0, durationS: null } });
  }

  readonly onFacts = (facts: StreamFacts): void => {
    this.#durationS = facts.durationS;
    this.#note(facts);
  };

  readonly onOverview = (overview: Overview): void => this.#note({ overview });

  readonly onProgress = (scoring: FileScoring): void => {
    if (scoring.count === 0 || performance.now() - this.#shownMs < this.#pauseMs()) return;
    const doneS = scoring.coveredS;
    const state = { phase: "running", doneS, durationS: this.#durationS } as const;
    this.#list.showScored(this.#id, { scoring, plan: this.#plan }, { ...this.stop(), state });
    if (this.#durationS) this.#onShare(doneS / this.#durationS);
  };

  /** Shows nothing later; gives what is not shown yet. */
  stop(): Partial<FileEntry> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const unseen = this.#unseen;
    this.#unseen = {};
    this.#shownMs = performance.now();
    return unseen;
  }

  /** Shown with the next scores, or without them where the model takes longer. */
  #note(change: Partial<FileEntry>): void {
    this.#unseen = { ...this.#unseen, ...change };
    this.#timer ??= setTimeout(() => this.#list.change(this.#id, this.stop()), this.#pauseMs());
  }

  #pauseMs(): number {
    return Math.min(SHOWN_EVERY_MS, FIRST_SHOWN_MS + SLOWING * (performance.now() - this.#begunMs));
  }
}
