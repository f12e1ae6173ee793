import { expect, test } from "@playwright/test";
import { AGREEMENTS, countEvents, f1, matchEvents, sumCounts, type TimedEvent } from "./event-f1.ts";

const event = (label: string, startS: number, endS: number): TimedEvent => ({ label, startS, endS });

test("an event is right with its label, its start and its end", () => {
  const truth = [event("rain", 10, 15)];
  const right = (found: TimedEvent, agree = AGREEMENTS.strict) => countEvents([found], truth, agree).hits === 1;
  expect(right(event("rain", 11, 14))).toBe(true);
  expect(right(event("rain", 11.1, 15))).toBe(false);
  expect(right(event("rain", 10, 16.1))).toBe(false);
  expect(right(event("sea waves", 10, 15))).toBe(false);
  expect(right(event("rain", 10.5, 30), AGREEMENTS.onset)).toBe(true);
});

test("the end of a long event may be a fifth of its length off, for sed_eval", () => {
  const truth = [event("flute", 0, 10)];
  expect(countEvents([event("flute", 0, 8)], truth, AGREEMENTS.sedEval).hits).toBe(1);
  expect(countEvents([event("flute", 0, 7.9)], truth, AGREEMENTS.sedEval).hits).toBe(0);
});

test("each event counts once, and a greedy choice does not cost a pair", () => {
  const truth = [event("bark", 1, 2), event("bark", 2, 3)];
  // The first fits both true events, the second only the first of them.
  const found = [event("bark", 1.5, 2.5), event("bark", 0.2, 1.2)];
  expect(matchEvents(found, truth, AGREEMENTS.strict)).toEqual([1, 0]);
  const twice = [event("bark", 1, 2), event("bark", 1.1, 2.1)];
  expect(countEvents(twice, [event("bark", 1, 2)], AGREEMENTS.strict)).toEqual({ hits: 1, falseAlarms: 1, misses: 0 });
});

test("F1 of sums: one for nothing to find, else from hits, false alarms and misses", () => {
  const sum = sumCounts([
    { hits: 3, falseAlarms: 1, misses: 0 },
    { hits: 1, falseAlarms: 0, misses: 3 },
  ]);
  expect(sum).toEqual({ hits: 4, falseAlarms: 1, misses: 3 });
  expect(f1(sum)).toBeCloseTo(8 / 12, 12);
  expect(f1(sumCounts([]))).toBe(1);
});
