import { describe, expect, it } from "vitest";
import { keepRunning, type SleepyContext, whenRunning } from "./running-context.ts";

class FakeContext extends EventTarget implements SleepyContext {
  state = "suspended";
  resumes = 0;
  wakes = true;

  resume(): Promise<void> {
    this.resumes++;
    if (!this.wakes) return new Promise(() => {});
    this.state = "running";
    return Promise.resolve();
  }

  sleep(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

describe("keepRunning", () => {
  it("resumes at once, after an interruption and at a gesture, until told to stop", () => {
    const context = new FakeContext();
    const page = new EventTarget();
    const letSleep = keepRunning(context, page);
    expect(context.state).toBe("running");
    context.sleep("interrupted");
    expect(context.state).toBe("running");
    context.state = "suspended";
    page.dispatchEvent(new Event("pointerdown"));
    expect(context.resumes).toBe(3);
    letSleep();
    context.sleep("suspended");
    page.dispatchEvent(new Event("keydown"));
    expect(context.resumes).toBe(3);
  });

  it("leaves a closed context alone", () => {
    const context = new FakeContext();
    context.state = "closed";
    keepRunning(context, new EventTarget());
    expect(context.resumes).toBe(0);
  });

  it("does not wait for ever for a browser that wants a gesture first", async () => {
    const context = new FakeContext();
    context.wakes = false;
    await whenRunning(context, 5);
    expect(context.state).toBe("suspended");
  });
});
