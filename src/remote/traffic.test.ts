import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EarshotError, type ErrorCode, type ErrorDetails } from "../errors/earshot-error.ts";
import { type Hindrance, SERVER_PATIENCE, Traffic } from "./traffic.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SIGNAL = new AbortController().signal;

function start(most = 4) {
  const told: Hindrance[] = [];
  const traffic = new Traffic({ most, random: () => 0.5, onHindrance: (hindrance) => void told.push(hindrance) });
  return { traffic, told };
}

const refusal = (code: ErrorCode, details: ErrorDetails = {}) =>
  new EarshotError(code, code, { transient: true, details });

/** Fails so many times, then answers. */
function failing(times: number, error: EarshotError) {
  const askedAtMs: number[] = [];
  const call = async () => {
    askedAtMs.push(Date.now());
    if (askedAtMs.length <= times) throw error;
    return "heard";
  };
  return { call, waits: () => askedAtMs.slice(1).map((atMs, index) => atMs - (askedAtMs[index] ?? 0)) };
}

describe("waits", () => {
  it("twice as long after each failure, up to the longest", async () => {
    const { traffic } = start();
    const { call, waits } = failing(7, refusal("remote-failing"));
    const asking = traffic.ask(call, SIGNAL);
    await vi.runAllTimersAsync();
    expect(await asking).toBe("heard");
    expect(waits()).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
  });

  it("at least as long as the server asks", async () => {
    const { traffic } = start();
    const { call, waits } = failing(1, refusal("remote-busy", { retryAfterS: 7 }));
    const asking = traffic.ask(call, SIGNAL);
    await vi.runAllTimersAsync();
    await asking;
    expect(waits()[0]).toBeGreaterThanOrEqual(7000);
  });

  it("minutes for a cold start, asking now and then, and says since when", async () => {
    const { traffic, told } = start();
    const { call, waits } = failing(40, refusal("remote-loading", { estimatedS: 120 }));
    const asking = traffic.ask(call, SIGNAL);
    await vi.runAllTimersAsync();
    expect(await asking).toBe("heard");
    expect(Math.max(...waits())).toBeLessThanOrEqual(3000);
    expect(new Set(told.slice(0, -1).map((hindrance) => hindrance?.sinceMs)).size).toBe(1);
    expect(told.at(-1)).toBeNull();
  });

  it("can be called off", async () => {
    const { traffic } = start();
    const off = new AbortController();
    const asking = traffic.ask(failing(9, refusal("remote-failing")).call, off.signal);
    const outcome = expect(asking).rejects.toMatchObject({ code: "aborted" });
    await vi.advanceTimersByTimeAsync(600);
    off.abort();
    await outcome;
  });
});

describe("an end", () => {
  it("after the last of its tries, as something that no longer passes", async () => {
    const { traffic } = start();
    const { call, waits } = failing(99, refusal("remote-failing"));
    const outcome = expect(traffic.ask(call, SIGNAL)).rejects.toMatchObject({
      code: "remote-failing",
      transient: false,
    });
    await vi.runAllTimersAsync();
    await outcome;
    expect(waits()).toHaveLength(SERVER_PATIENCE.tries - 1);
  });

  it("at once where the server asks for more than anybody would wait, or the failure stays", async () => {
    const { traffic } = start();
    await expect(
      traffic.ask(failing(9, refusal("remote-busy", { retryAfterS: 4000 })).call, SIGNAL),
    ).rejects.toMatchObject({ code: "remote-busy", transient: false });
    const stays = new EarshotError("remote-credits", "no");
    await expect(traffic.ask(failing(9, stays).call, SIGNAL)).rejects.toBe(stays);
  });

  it("for the present: one try, told when its wait is over; the last in a row stays", async () => {
    const { traffic } = start();
    const { call, waits } = failing(99, refusal("remote-failing"));
    const codes: boolean[] = [];
    for (let n = 0; n < SERVER_PATIENCE.tries; n++) {
      const asking = traffic.askNow(call, SIGNAL).catch((error: EarshotError) => codes.push(error.transient));
      await vi.runAllTimersAsync();
      await asking;
    }
    expect(codes).toEqual([...Array(SERVER_PATIENCE.tries - 1).fill(true), false]);
    expect(waits()[0]).toBeGreaterThanOrEqual(500);
  });
});

describe("how many at once", () => {
  it("never more than allowed; half as many after a 429, all again after a while of answers", async () => {
    const { traffic } = start();
    let under = 0;
    let most = 0;
    const call = async () => {
      under++;
      most = Math.max(most, under);
      await new Promise((done) => setTimeout(done, 100));
      under--;
      return 1;
    };
    const many = Promise.all(Array.from({ length: 20 }, () => traffic.ask(call, SIGNAL)));
    await vi.runAllTimersAsync();
    await many;
    expect(most).toBe(4);
    const slowed = traffic.ask(failing(1, refusal("remote-busy")).call, SIGNAL);
    await vi.advanceTimersByTimeAsync(1);
    expect(traffic.limit).toBe(2);
    await vi.runAllTimersAsync();
    await slowed;
    const more = Promise.all(Array.from({ length: 30 }, () => traffic.ask(call, SIGNAL)));
    await vi.runAllTimersAsync();
    await more;
    expect(traffic.limit).toBe(4);
  });

  it("a server's pause holds all back, a broken connection only itself", async () => {
    const { traffic } = start();
    const paused = traffic.ask(failing(1, refusal("remote-busy", { retryAfterS: 5 })).call, SIGNAL);
    await vi.advanceTimersByTimeAsync(1);
    let answered = false;
    const other = traffic.ask(async () => (answered = true), SIGNAL);
    await vi.advanceTimersByTimeAsync(4000);
    expect(answered).toBe(false);
    await vi.runAllTimersAsync();
    await Promise.all([paused, other]);
    const broken = traffic.ask(failing(1, refusal("remote-unreachable")).call, SIGNAL);
    await vi.advanceTimersByTimeAsync(1);
    expect(await traffic.ask(async () => "at once", SIGNAL)).toBe("at once");
    await vi.runAllTimersAsync();
    await broken;
  });

  it("who is called off while it waits for its turn does not hold the next one up", async () => {
    const { traffic } = start(1);
    let release = () => {};
    const first = traffic.ask(() => new Promise<number>((done) => (release = () => done(1))), SIGNAL);
    const off = new AbortController();
    const second = expect(traffic.ask(async () => 2, off.signal)).rejects.toMatchObject({ code: "aborted" });
    const third = traffic.ask(async () => 3, SIGNAL);
    await vi.advanceTimersByTimeAsync(1);
    off.abort();
    release();
    await vi.runAllTimersAsync();
    await second;
    expect(await Promise.all([first, third])).toEqual([1, 3]);
  });
});
