/** In so many parts a wait is counted: a thread that stood still uses up one of them at most. */
const PARTS = 6;

/**
 * Calls `onOver` after `ms` in which this thread ran. A machine that slept or a page that was blocked makes nobody late: what
 * came meanwhile is heard before the next part is over.
 * @returns ends the wait
 */
export function waitPatiently(ms: number, onOver: () => void): () => void {
  let left = PARTS;
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    timer = setTimeout(() => {
      left--;
      if (left > 0) wait();
      else onOver();
    }, ms / PARTS);
  };
  wait();
  return () => clearTimeout(timer);
}
