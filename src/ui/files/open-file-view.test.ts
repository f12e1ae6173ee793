import { beforeEach, describe, expect, it } from "vitest";
import type { FilePlayer, PlayerPhase } from "./file-player.ts";
import { OpenFileView } from "./open-file-view.ts";

/** Moves when told to. */
class FakePlayer {
  status: { phase: PlayerPhase; durationS: number } = { phase: "paused", durationS: 600 };
  timeS = 0;
  readonly #listeners = new Set<() => void>();
  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  play = () => this.become("playing");
  pause = () => this.become("paused");
  seek(timeS: number) {
    this.timeS = timeS;
    this.#tell();
  }
  become(phase: PlayerPhase) {
    this.status = { ...this.status, phase };
    this.#tell();
  }
  runTo = (timeS: number) => this.seek(timeS);
  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

let player: FakePlayer;
let view: OpenFileView;

beforeEach(() => {
  player = new FakePlayer();
  view = new OpenFileView();
  view.setDuration(600);
  view.setPlayer(player as unknown as FilePlayer);
});

const shown = () => Object.values(view.viewport.getState());

describe("playing a part", () => {
  it("stops at its end, once", () => {
    view.playPart(10, 12);
    expect([player.timeS, player.status.phase]).toEqual([10, "playing"]);
    player.runTo(11.9);
    expect(player.status.phase).toBe("playing");
    // A frame that came late.
    player.runTo(12.4);
    expect([player.timeS, player.status.phase]).toEqual([12, "paused"]);
    player.play();
    player.runTo(12.5);
    expect(player.status.phase).toBe("playing");
  });

  it("is over when the person pauses or seeks", () => {
    view.playPart(10, 12);
    player.pause();
    player.play();
    player.runTo(13);
    expect(player.status.phase).toBe("playing");
    view.playPart(10, 12);
    view.seek(11);
    player.runTo(12.5);
    expect(player.status.phase).toBe("playing");
  });

  it("survives an element that is slow to start", () => {
    player.play = () => {};
    view.playPart(10, 12);
    player.seek(10);
    player.become("playing");
    player.runTo(12);
    expect(player.status.phase).toBe("paused");
  });

  it("sets the playhead where nothing can be played", () => {
    view.setPlayer(null);
    view.playPart(10, 12);
    expect([view.timeS, view.bars.getState().show]).toEqual([10, "moment"]);
    player.status = { phase: "unplayable", durationS: 0 };
    view.setPlayer(player as unknown as FilePlayer);
    view.seek(20);
    expect([view.timeS, player.timeS]).toEqual([20, 0]);
  });
});

describe("the shown part", () => {
  it("is the first minute of a long file and grows with a short one", () => {
    expect(shown()).toEqual([0, 60]);
    const growing = new OpenFileView();
    growing.setDuration(20);
    growing.setDuration(40);
    expect(growing.viewport.getState()).toEqual({ fromS: 0, toS: 40 });
    growing.show({ fromS: 10, toS: 20 });
    growing.setDuration(50);
    expect(growing.viewport.getState()).toEqual({ fromS: 10, toS: 20 });
  });

  it("turns the page when playback leaves it", () => {
    player.play();
    player.runTo(59);
    expect(shown()).toEqual([0, 60]);
    player.runTo(60.5);
    expect(shown()[0]).toBeCloseTo(59.3);
  });

  it("stays where the person looks, until playback comes into it or is sent elsewhere", () => {
    player.play();
    player.runTo(30);
    view.show({ fromS: 300, toS: 360 });
    player.runTo(70);
    expect(shown()).toEqual([300, 360]);
    player.runTo(310);
    player.runTo(361);
    expect(shown()[0]).toBeCloseTo(359.8);
    view.seek(5);
    expect(shown()[0]).toBeCloseTo(3.8);
  });

  it("reveals a part with room, and does not move when it is seen already", () => {
    view.reveal(20, 22);
    expect(shown()).toEqual([0, 60]);
    view.reveal(200, 202);
    expect(shown()).toEqual([171, 231]);
    view.reveal(300, 400);
    expect(shown()).toEqual([250, 450]);
  });
});
