/** Waits that can be broken off, and steps that must not last for ever. */
import { EarshotError } from "../../errors/earshot-error.ts";

export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new EarshotError("aborted", "aborted while waiting"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

/** The step's result; `hub-stalled`, and `onStall`, where it takes longer. */
export function withinStall<T>(step: Promise<T>, stallMs: number, onStall: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new EarshotError("hub-stalled", `nothing came for ${stallMs} ms`, { transient: true }));
      onStall();
    }, stallMs);
    step.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
