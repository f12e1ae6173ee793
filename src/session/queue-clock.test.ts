import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_SETTINGS } from "./default-settings.ts";
import { blankEntry } from "./file-entry.ts";
import { QueueClock } from "./queue-clock.ts";
import { createEarshotStore } from "./store.ts";

const file = (name: string) => new File(["x".repeat(1000)], name);

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A queue in which three files of 1000 bytes wait. */
function start() {
  const store = createEarshotStore(DEFAULT_SETTINGS, [], false);
  const waiting = ["1.wav", "2.wav", "3.wav"].map((name) => blankEntry(name, { file: file(name), path: name }));
  store.setState({ files: waiting });
  const leftS = () => store.getState().queue.leftS;
  const pause = (paused: boolean) => store.setState(({ queue }) => ({ queue: { ...queue, paused } }));
  return { store, clock: new QueueClock(store), leftS, pause };
}

describe("queue clock", () => {
  it("counts time once while two files are under way", () => {
    const { clock, leftS } = start();
    const a = clock.begin(file("a.wav"));
    vi.advanceTimersByTime(1000);
    const b = clock.begin(file("b.wav"));
    vi.advanceTimersByTime(1000);
    a.tell(1);
    vi.advanceTimersByTime(1000);
    b.tell(1);
    expect(leftS()).toBeCloseTo(4.5, 6); // 2000 bytes in 3 s.
  });

  it("does not count a pause, however it ends", () => {
    const { clock, leftS, pause } = start();
    const a = clock.begin(file("a.wav"));
    vi.advanceTimersByTime(1000);
    pause(true);
    a.tell(0.5);
    vi.advanceTimersByTime(60_000);
    pause(false);
    vi.advanceTimersByTime(1000);
    a.tell(1);
    expect(leftS()).toBeCloseTo(6, 6);
  });

  it("does not count the time in which nothing ran, and clears itself at the end", () => {
    const { store, clock, leftS } = start();
    const a = clock.begin(file("a.wav"));
    vi.advanceTimersByTime(2000);
    a.tell(1);
    a.end();
    vi.advanceTimersByTime(60_000);
    const b = clock.begin(file("b.wav"));
    vi.advanceTimersByTime(2000);
    b.tell(1);
    expect(leftS()).toBeCloseTo(6, 6);
    store.setState({ files: [] });
    b.end();
    expect(leftS()).toBeNull();
  });
});
