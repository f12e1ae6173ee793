import { expect, it } from "vitest";
import { LatestOnly } from "./latest-only.ts";

function gate() {
  const open: (() => void)[] = [];
  return { wait: () => new Promise<void>((resolve) => open.push(resolve)), pass: () => open.shift()?.() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

it("runs the one in work and the newest, drops and counts those between", async () => {
  const done: number[] = [];
  const { wait, pass } = gate();
  const runner = new LatestOnly<number>(async (item) => {
    await wait();
    done.push(item);
  });
  for (const item of [1, 2, 3, 4]) runner.offer(item);
  pass();
  await settle();
  pass();
  await settle();
  expect(done).toEqual([1, 4]);
  expect(runner.dropped).toBe(2);
});

it("drops nothing when the work keeps up", async () => {
  const done: number[] = [];
  const runner = new LatestOnly<number>(async (item) => void done.push(item));
  for (const item of [1, 2, 3]) {
    runner.offer(item);
    await settle();
  }
  expect(done).toEqual([1, 2, 3]);
  expect(runner.dropped).toBe(0);
});

it("takes nothing after close", async () => {
  const done: number[] = [];
  const { wait, pass } = gate();
  const runner = new LatestOnly<number>(async (item) => {
    await wait();
    done.push(item);
  });
  runner.offer(1);
  runner.offer(2);
  runner.close();
  runner.offer(3);
  pass();
  await settle();
  pass();
  await settle();
  expect(done).toEqual([1]);
});
