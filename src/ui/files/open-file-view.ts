/**
 * One opened file as it is looked at: the playhead, the shown part, the chosen event. Owns no sound: the player is given
 * and closed by whoever opened it. Without a player (an earlier visit's result, a format that the browser can read but
 * not play) the playhead can be set all the same, so every moment can be asked for.
 */
import { createStore } from "zustand/vanilla";
import type { FilePlayer } from "./file-player.ts";
import type { FileView, Viewport } from "./file-view.ts";
import { firstViewport, holds, pageWith, revealing, within } from "./timeline/viewport.ts";

interface Part {
  readonly toS: number;
  /** The element needs a moment to start: until it plays, a pause is no news. */
  begun: boolean;
}

export class OpenFileView implements FileView {
  readonly viewport = createStore<Viewport>(() => firstViewport(0));
  readonly selectedEvent = createStore<{ readonly index: number | null }>(() => ({ index: null }));
  /** What the bars show: the moment at the playhead once it was moved or played, else the whole clip. */
  readonly bars = createStore<{ readonly show: "clip" | "moment" }>(() => ({ show: "clip" }));
  readonly #listeners = new Set<() => void>();
  #player: FilePlayer | null = null;
  #leavePlayer: () => void = () => {};
  #silentTimeS = 0;
  #durationS = 0;
  #part: Part | null = null;
  #moved = false;
  #played = false;
  /** False while the person looks at another part than the one that plays. */
  #follows = true;

  get player(): FilePlayer | null {
    return this.#player;
  }

  get playable(): boolean {
    return this.#player !== null && this.#player.status.phase !== "unplayable";
  }

  get durationS(): number {
    return this.#durationS;
  }

  get timeS(): number {
    return this.playable ? (this.#player?.timeS ?? 0) : this.#silentTimeS;
  }

  /** Tells of every change of the playhead and of the player: at every frame while it plays. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  setPlayer(player: FilePlayer | null): void {
    this.#leavePlayer();
    this.#player = player;
    this.#part = null;
    this.#leavePlayer = player?.subscribe(() => this.#follow()) ?? (() => {});
    this.#tell();
  }

  /** The file's length, or as much as is known so far. Until somebody moves it, the shown part grows with it. */
  setDuration(durationS: number): void {
    if (durationS === this.#durationS) return;
    this.#durationS = durationS;
    const { viewport } = this;
    viewport.setState(this.#moved ? within(viewport.getState(), durationS) : firstViewport(durationS), true);
    this.#tell();
  }

  /** The person's own zoom or pan. */
  show(part: Viewport): void {
    this.#moved = true;
    this.viewport.setState(within(part, this.#durationS), true);
    this.#follows = holds(this.viewport.getState(), this.timeS);
  }

  reveal(fromS: number, toS: number): void {
    const before = this.viewport.getState();
    const after = revealing(before, fromS, toS, this.#durationS);
    if (after !== before) this.show(after);
  }

  seek(timeS: number): void {
    this.#part = null;
    this.#goTo(timeS);
  }

  /** Plays on from here. */
  playFrom(timeS: number): void {
    this.seek(timeS);
    this.#player?.play();
  }

  playPart(fromS: number, toS: number): void {
    this.#goTo(fromS);
    if (!this.playable) return;
    this.#part = { toS: Math.min(toS, this.#durationS), begun: false };
    this.#player?.play();
  }

  #goTo(timeS: number): void {
    const inside = Math.min(this.#durationS, Math.max(0, timeS));
    this.#silentTimeS = inside;
    this.#follows = true;
    this.bars.setState({ show: "moment" });
    if (this.playable) this.#player?.seek(inside);
    this.#page();
    this.#tell();
  }

  #follow(): void {
    const playing = this.#player?.status.phase === "playing";
    if (playing && !this.#played) this.bars.setState({ show: "moment" });
    this.#played = playing;
    if (playing) {
      if (this.#part !== null) this.#part.begun = true;
      if (this.#part !== null && this.timeS >= this.#part.toS) this.#endPart(this.#part);
      if (holds(this.viewport.getState(), this.timeS)) this.#follows = true;
      if (this.#follows) this.#page();
    } else if (this.#part?.begun) {
      this.#part = null;
    }
    this.#tell();
  }

  /** The playhead stands at the part's end, however late the frame that saw it pass came. */
  #endPart({ toS }: Part): void {
    this.#part = null;
    this.#player?.pause();
    this.#player?.seek(toS);
  }

  #page(): void {
    const before = this.viewport.getState();
    const after = pageWith(before, this.timeS, this.#durationS);
    if (after !== before) this.viewport.setState(after, true);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
