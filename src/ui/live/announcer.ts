/**
 * What a screen reader is told of a thing that changes five times a second: the newest word, at most every `minGapMs`,
 * and only where it differs from what was said last. Pure but for the timer it is given.
 */
export interface Announcer {
  offer(text: string): void;
  close(): void;
}

export function createAnnouncer(
  say: (text: string) => void,
  minGapMs = 2000,
  now: () => number = () => performance.now(),
): Announcer {
  let said = "";
  let waiting: string | null = null;
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const speak = () => {
    timer = null;
    const text = waiting;
    waiting = null;
    if (text === null || text === said) return;
    said = text;
    saidAtMs = now();
    say(text);
  };

  return {
    offer(text) {
      waiting = text;
      if (timer !== null) return;
      const restMs = saidAtMs + minGapMs - now();
      if (restMs <= 0) speak();
      else timer = setTimeout(speak, restMs);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting = null;
    },
  };
}
