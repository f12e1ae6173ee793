import { describe, expect, it } from "vitest";
import type { DownloadState } from "../../library/protocol.ts";
import { EMPTY_LIBRARY } from "../../session/library-state.ts";
import { cautionWords } from "./caution-words.ts";
import { downloadWords, percentOf } from "./download-words.ts";
import { spokenLibraryWords } from "./spoken-library-words.ts";
import { whenWords } from "./when-words.ts";

const RUNNING: DownloadState = {
  key: "a/b fp32",
  id: "a/b",
  precision: "fp32",
  making: false,
  phase: "running",
  loadedBytes: 31_200_000,
  totalBytes: 95_400_000,
  bytesPerS: 4_100_000,
  leftS: 15.6,
  problem: null,
};

describe("downloadWords", () => {
  it.each([
    [{}, "31.2 MB of 95.4 MB · 4.1 MB/s · 16 s left"],
    [{ leftS: 61 }, "31.2 MB of 95.4 MB · 4.1 MB/s · 2 min left"],
    [{ leftS: 3660 }, "31.2 MB of 95.4 MB · 4.1 MB/s · 1 h 1 min left"],
    [{ leftS: null }, "31.2 MB of 95.4 MB · 4.1 MB/s"],
    [{ bytesPerS: 0 }, "31.2 MB of 95.4 MB, waiting"],
    [{ phase: "checking" }, "31.2 MB of 95.4 MB, checking what came"],
    [{ phase: "paused" }, "31.2 MB of 95.4 MB, paused"],
    [{ phase: "failed" }, "31.2 MB of 95.4 MB, stopped"],
  ] as const)("%o", (change, words) => {
    expect(downloadWords({ ...RUNNING, ...change })).toBe(words);
  });

  it("says 100 percent only when all is there", () => {
    expect(percentOf({ loadedBytes: 999_999, totalBytes: 1_000_000 })).toBe(99);
    expect(percentOf({ loadedBytes: 5, totalBytes: 5 })).toBe(100);
    expect(percentOf({ loadedBytes: 0, totalBytes: 0 })).toBe(0);
  });
});

describe("whenWords", () => {
  const now = new Date(2026, 10, 22, 0, 30).getTime();
  it.each([
    [new Date(2026, 10, 22, 0, 5), "today"],
    [new Date(2026, 10, 21, 23, 59), "yesterday"],
    [new Date(2026, 10, 17), "5 days ago"],
    [new Date(2026, 10, 1), "3 weeks ago"],
    [new Date(2026, 6, 22), "4 months ago"],
    [new Date(2026, 10, 23), "today"],
  ] as const)("%s is %s", (then, words) => {
    expect(whenWords(then.getTime(), now)).toBe(words);
  });
});

describe("spokenLibraryWords", () => {
  const said = (change: Partial<DownloadState>) =>
    spokenLibraryWords({ coming: null, library: { ...EMPTY_LIBRARY, downloads: [{ ...RUNNING, ...change }] } });

  it("says a download's quarters, not its every step", () => {
    expect(said({ loadedBytes: 25e6, totalBytes: 100e6 })).toBe("a/b: 25 percent.");
    expect(said({ loadedBytes: 49.9e6, totalBytes: 100e6 })).toBe("a/b: 25 percent.");
  });

  it("says nothing where nothing goes on", () => {
    expect(spokenLibraryWords({ coming: null, library: EMPTY_LIBRARY })).toBeNull();
  });
});

describe("cautionWords", () => {
  it("names the figures", () => {
    const words = cautionWords({ kind: "may-not-fit-storage", bytes: 2e9, freeBytes: 1e9 });
    expect(words).toContain("1.0 GB left");
    expect(words).toContain("needs 2.0 GB");
  });
});
