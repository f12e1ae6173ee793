/** How long a download waits, and for what. */

export interface Patience {
  /** Milliseconds without a byte, or without an answer, after which a connection counts as stalled. */
  readonly stallMs: number;
  /** Failures in a row, with not a byte in between, after which a file is given up. */
  readonly tries: number;
  /** Failures in all, for connections that break after every few bytes. */
  readonly triesInAll: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** A Retry-After up to this long is waited for; a longer one ends the download as `hub-busy`. */
  readonly longestRetryAfterS: number;
}

export const PATIENCE: Patience = {
  stallMs: 20_000,
  tries: 5,
  triesInAll: 60,
  firstWaitMs: 500,
  longestWaitMs: 15_000,
  longestRetryAfterS: 600,
};

/** Twice as long after each failure, with up to a quarter more or less: many pages must not all come back at once. */
export function waitMs(failures: number, patience: Patience, random: () => number = Math.random): number {
  const doubled = patience.firstWaitMs * 2 ** Math.max(0, failures - 1);
  return Math.min(doubled, patience.longestWaitMs) * (0.75 + random() / 2);
}
