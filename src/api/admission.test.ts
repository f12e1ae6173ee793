import { describe, expect, it } from "vitest";
import { Admission } from "./admission.ts";

const stays = new AbortController().signal;

function held() {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

describe("Admission", () => {
  it("serves as many at once as may, then in the order in which they came", async () => {
    const admission = new Admission({ mostAtOnce: 2, mostWaiting: 5 });
    const [first, second] = [held(), held()];
    const order: string[] = [];
    const runs = [
      admission.run(() => first.until, stays),
      admission.run(() => second.until, stays),
      admission.run(async () => order.push("third"), stays),
      admission.run(async () => order.push("fourth"), stays),
    ];
    await Promise.resolve();
    expect([order, admission.inside, admission.waiting]).toEqual([[], 2, 2]);
    second.release();
    await Promise.all(runs.slice(1));
    expect([order, admission.inside]).toEqual([["third", "fourth"], 1]);
    first.release();
    await runs[0];
    expect(admission.inside).toBe(0);
  });

  it("lets the next one in after work that fails", async () => {
    const admission = new Admission({ mostAtOnce: 1, mostWaiting: 1 });
    const failing = admission.run(async () => Promise.reject(new Error("broken")), stays);
    const next = admission.run(async () => "done", stays);
    await expect(failing).rejects.toThrow("broken");
    expect(await next).toBe("done");
  });

  it("lets so many wait, sends one more away, and one that leaves makes room", async () => {
    const admission = new Admission({ mostAtOnce: 1, mostWaiting: 3 });
    const first = held();
    const leaving = new AbortController();
    const done = [admission.run(() => first.until, stays)];
    const left = admission.run(async () => {}, leaving.signal);
    for (let i = 0; i < 2; i++) done.push(admission.run(async () => {}, stays));
    await expect(admission.run(async () => {}, stays)).rejects.toMatchObject({ status: 503, retryAfterS: 2 });
    leaving.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    done.push(admission.run(async () => {}, stays));
    await expect(admission.run(async () => {}, leaving.signal)).rejects.toThrow("left");
    first.release();
    expect(await Promise.all(done)).toHaveLength(4);
  });
});
