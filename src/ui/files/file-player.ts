/**
 * Plays one file by the browser's own player and says where it stands. Owns the object URL and the element: `close()`
 * revokes the one and empties the other. Knows nothing of React.
 */
export type PlayerPhase = "loading" | "paused" | "playing" | "unplayable";

export interface PlayerStatus {
  readonly phase: PlayerPhase;
  /** Seconds; 0 until the element knows it. */
  readonly durationS: number;
}

/** The element and the URLs, so that a test needs no browser. */
export interface PlayerParts {
  readonly element: HTMLAudioElement;
  createUrl(blob: Blob): string;
  revokeUrl(url: string): void;
  /** Calls back once, before the next picture; gives back how to call it off. */
  nextFrame(callback: () => void): () => void;
}

export class FilePlayer {
  status: PlayerStatus = { phase: "loading", durationS: 0 };
  readonly #listeners = new Set<() => void>();
  readonly #ended = new AbortController();
  readonly #parts: PlayerParts;
  readonly #url: string;
  #cancelFrame: () => void = () => {};

  constructor(blob: Blob, parts: PlayerParts) {
    this.#parts = parts;
    const { element } = parts;
    const { signal } = this.#ended;
    const set = (phase: PlayerPhase) => () => {
      const durationS = Number.isFinite(element.duration) ? element.duration : 0;
      this.status = { phase, durationS };
      this.#tell();
      if (phase === "playing") this.#follow();
    };
    element.addEventListener("loadedmetadata", set("paused"), { signal });
    element.addEventListener("durationchange", () => set(this.status.phase)(), { signal });
    element.addEventListener("play", set("playing"), { signal });
    element.addEventListener("pause", set("paused"), { signal });
    element.addEventListener("error", set("unplayable"), { signal });
    element.addEventListener("timeupdate", () => this.#tell(), { signal });
    element.addEventListener("seeked", () => this.#tell(), { signal });
    this.#url = parts.createUrl(blob);
    element.preload = "metadata";
    element.src = this.#url;
  }

  get timeS(): number {
    return this.#parts.element.currentTime;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** 0 to 1. */
  set volume(share: number) {
    this.#parts.element.volume = share;
  }

  /** A play that the browser refuses is no news: the element says so by its own events. */
  play(): void {
    this.#parts.element.play().catch(() => undefined);
  }

  pause(): void {
    this.#parts.element.pause();
  }

  toggle(): void {
    if (this.status.phase === "playing") this.pause();
    else this.play();
  }

  seek(timeS: number): void {
    this.#parts.element.currentTime = timeS;
    this.#tell();
  }

  close(): void {
    this.#ended.abort();
    this.#cancelFrame();
    this.#listeners.clear();
    this.#parts.element.pause();
    this.#parts.element.removeAttribute("src");
    this.#parts.element.load();
    this.#parts.revokeUrl(this.#url);
  }

  /** While it plays, listeners hear of every frame: the element itself tells its time four times a second only. */
  #follow(): void {
    this.#cancelFrame();
    this.#cancelFrame = this.#parts.nextFrame(() => {
      if (this.status.phase !== "playing") return;
      this.#tell();
      this.#follow();
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
