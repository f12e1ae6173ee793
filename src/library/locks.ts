/**
 * One at a time by name: across tabs by the browser's Web Locks, else within this thread. A lock is held while `work` runs
 * and is let go however it ends; a wait that is aborted ends as `aborted`.
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";

export interface Locks {
  hold<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function webLocks(manager: LockManager): Locks {
  return {
    async hold(name, work, signal) {
      let begun = false;
      try {
        return await manager.request(name, signal ? { signal } : {}, () => {
          begun = true;
          return work();
        });
      } catch (thrown) {
        throw begun ? thrown : asEarshotError(thrown);
      }
    },
  };
}

/** For browsers without Web Locks, and for tests. */
export function threadLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();
  return {
    async hold(name, work, signal) {
      const before = last.get(name) ?? Promise.resolve();
      const done = before.then(() => {
        if (signal?.aborted) throw new EarshotError("aborted", "aborted while waiting");
        return work();
      });
      const settled = done.catch(() => {}); // Its caller has the error; the next in line must not.
      last.set(name, settled);
      void settled.then(() => last.get(name) === settled && last.delete(name));
      await Promise.race([before, abortOf(signal)]);
      return done;
    },
  };
}

function abortOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(new EarshotError("aborted", "aborted while waiting"));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
  });
}
