import { describe, expect, it } from "vitest";
import { FilePlayer } from "./file-player.ts";

class FakeElement extends EventTarget {
  duration = Number.NaN;
  currentTime = 0;
  src = "";
  preload = "";
  loads = 0;
  play = async () => void this.dispatchEvent(new Event("play"));
  pause = () => void this.dispatchEvent(new Event("pause"));
  load = () => void this.loads++;
  removeAttribute = () => {
    this.src = "";
  };
}

function open() {
  const element = new FakeElement();
  const urls = new Set<string>();
  const frames = new Set<() => void>();
  const player = new FilePlayer(new Blob(["x"]), {
    element: element as unknown as HTMLAudioElement,
    createUrl: () => {
      urls.add("blob:1");
      return "blob:1";
    },
    revokeUrl: (url) => void urls.delete(url),
    nextFrame: (callback) => {
      frames.add(callback);
      return () => void frames.delete(callback);
    },
  });
  return { element, urls, frames, player };
}

describe("file player", () => {
  it("follows the element and tells its listeners", () => {
    const { element, player } = open();
    let told = 0;
    player.subscribe(() => told++);
    element.duration = 12.4;
    element.dispatchEvent(new Event("loadedmetadata"));
    expect(player.status).toEqual({ phase: "paused", durationS: 12.4 });
    player.toggle();
    expect(player.status.phase).toBe("playing");
    player.toggle();
    player.seek(3);
    expect([player.status.phase, player.timeS, told]).toEqual(["paused", 3, 4]);
  });

  it("tells of every frame while it plays, and of none after", () => {
    const { frames, player } = open();
    let told = 0;
    player.toggle();
    player.subscribe(() => told++);
    for (const frame of [...frames]) {
      frames.delete(frame);
      frame();
    }
    expect([told, frames.size > 0]).toEqual([1, true]);
    player.close();
    expect(frames.size).toBe(0);
  });

  it("says so where the element cannot play", () => {
    const { element, player } = open();
    element.dispatchEvent(new Event("error"));
    expect(player.status.phase).toBe("unplayable");
  });

  it("gives everything back when closed", () => {
    const { element, urls, player } = open();
    let told = 0;
    player.subscribe(() => told++);
    player.close();
    element.dispatchEvent(new Event("play"));
    expect([urls.size, element.src, element.loads, told]).toEqual([0, "", 1, 0]);
  });
});
