import { describe, expect, it } from "vitest";
import { Admission } from "./admission.ts";

const stays = new AbortController().signal;

describe("Admission", () => {
  it("lets in as many as may, then in the order in which they came", async () => {
    const admission = new Admission({ mostAtOnce: 1, mostWaiting: 2 });
    const order: string[] = [];
    await admission.enter(stays);
    const second = admission.enter(stays).then(() => order.push("second"));
    const third = admission.enter(stays).then(() => order.push("third"));
    expect([admission.inside, admission.waiting]).toEqual([1, 2]);
    await expect(admission.enter(stays)).rejects.toMatchObject({ status: 503, retryAfterS: expect.any(Number) });
    admission.leave();
    await second;
    expect([admission.inside, admission.waiting]).toEqual([1, 1]);
    admission.leave();
    await third;
    admission.leave();
    expect([order, admission.inside]).toEqual([["second", "third"], 0]);
  });

  it("forgets those who went away, and only them", async () => {
    const admission = new Admission({ mostAtOnce: 1, mostWaiting: 5 });
    await admission.enter(stays);
    const going = new AbortController();
    const first = admission.enter(going.signal);
    const second = admission.enter(stays);
    going.abort(new Error("gone"));
    await expect(first).rejects.toThrow("gone");
    expect(admission.waiting).toBe(1);
    admission.leave();
    await second;
    await expect(admission.enter(going.signal)).rejects.toThrow("gone");
    expect(admission.inside).toBe(1);
  });
});
