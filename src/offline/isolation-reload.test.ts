import { expect, test } from "vitest";
import { claimIsolationReload, wantsIsolationReload } from "./isolation-reload.ts";

const FIRST = { isolated: false, firstVisit: true, busy: false, touched: false };

test("only an untouched, idle first visit that is not isolated is loaded again", () => {
  expect(wantsIsolationReload(FIRST)).toBe(true);
  for (const other of [{ isolated: true }, { firstVisit: false }, { busy: true }, { touched: true }]) {
    expect(wantsIsolationReload({ ...FIRST, ...other })).toBe(false);
  }
});

test("once; and never where that cannot be remembered", () => {
  const memory = new Map<string, string>();
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  };
  expect(claimIsolationReload(() => storage)).toBe(true);
  expect(claimIsolationReload(() => storage)).toBe(false);
  expect(claimIsolationReload(() => ({ getItem: () => null, setItem: () => {} }))).toBe(false);
  const blocked = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  expect(claimIsolationReload(blocked)).toBe(false);
});
