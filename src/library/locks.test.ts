import { describe, expect, it } from "vitest";
import { threadLocks } from "./locks.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("threadLocks", () => {
  it("lets one in at a time by name, in order, also after a failure", async () => {
    const locks = threadLocks();
    const order: string[] = [];
    const step = (name: string, lock: string) =>
      locks.hold(lock, async () => {
        order.push(`${name} in`);
        await settled();
        order.push(`${name} out`);
        if (name === "first") throw new Error("broken");
      });
    const first = expect(step("first", "a")).rejects.toThrow("broken");
    await Promise.all([first, step("second", "a"), step("other", "b")]);
    expect(order.filter((entry) => !entry.startsWith("other"))).toEqual([
      "first in",
      "first out",
      "second in",
      "second out",
    ]);
    expect(order.indexOf("other in")).toBeLessThan(order.indexOf("first out"));
  });

  it("gives up a wait that is aborted, and never runs its work", async () => {
    const locks = threadLocks();
    const abort = new AbortController();
    let ran = false;
    let release = () => {};
    const holding = new Promise<void>((resolve) => {
      release = resolve;
    });
    const held = locks.hold("a", () => holding);
    const run = async () => {
      ran = true;
    };
    const waiting = locks.hold("a", run, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    release();
    await held;
    await settled();
    expect(ran).toBe(false);
    expect(await locks.hold("a", async () => 7)).toBe(7);
  });
});
