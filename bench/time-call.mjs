const PAUSE_MS = 30;
const LONG_MS = 100;

/**
 * The second of two calls that follow a pause; where a call is long, the only one. Threads of a runtime that ran before go on
 * looking for work for a while, and would take a core from whoever comes next.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ readonly value: T, readonly tookMs: number }>}
 */
export async function timeCall(work) {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  for (let call = 0; ; call++) {
    const startedMs = performance.now();
    const value = await work();
    const tookMs = performance.now() - startedMs;
    if (call > 0 || tookMs > LONG_MS) return { value, tookMs };
  }
}
