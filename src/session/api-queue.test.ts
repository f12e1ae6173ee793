import { expect, test } from "vitest";
import { ApiQueue, MOST_WAITING } from "./api-queue.ts";

const never = () => new AbortController().signal;

function held() {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

test("one at a time, in the order in which they came", async () => {
  const queue = new ApiQueue();
  const first = held();
  const order: string[] = [];
  const runs = [
    queue.run(async () => {
      order.push("first begins");
      await first.until;
      order.push("first ends");
    }, never()),
    queue.run(async () => order.push("second"), never()),
    queue.run(async () => order.push("third"), never()),
  ];
  await Promise.resolve();
  expect(order).toEqual(["first begins"]);
  first.release();
  await Promise.all(runs);
  expect(order).toEqual(["first begins", "first ends", "second", "third"]);
});

test("work that fails lets the next one in", async () => {
  const queue = new ApiQueue();
  const failing = queue.run(async () => Promise.reject(new Error("broken")), never());
  const next = queue.run(async () => "done", never());
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toBe("done");
});

test("a bounded number waits, one more is sent away, and one that leaves makes room", async () => {
  const queue = new ApiQueue();
  const first = held();
  const leaving = new AbortController();
  const done = [queue.run(() => first.until, never())];
  const left = queue.run(async () => {}, leaving.signal);
  for (let i = 1; i < MOST_WAITING; i++) done.push(queue.run(async () => {}, never()));
  await expect(queue.run(async () => {}, never())).rejects.toMatchObject({ status: 503, retryAfterS: 2 });
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  done.push(queue.run(async () => {}, never()));
  first.release();
  await expect(Promise.all(done)).resolves.toHaveLength(MOST_WAITING + 1);
});
