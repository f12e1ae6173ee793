/**
 * Opens the AudioContext of a live source and keeps it running. It runs at the device's own rate (a forced one fails in
 * Firefox when the microphone runs at another) and is resumed whenever the browser stops it: autoplay rules (Safari,
 * Chrome), a phone call on iOS (`interrupted`), a return to the tab. Deliberately does not wait for ever: without a gesture
 * Safari's `resume()` never settles, so opening goes on and the next gesture starts the sound.
 */
const RESUME_WAIT_MS = 1500;
const WAKING_EVENTS = ["visibilitychange", "pointerdown", "keydown"] as const;

/** The part of an AudioContext that staying awake needs; Safari adds the state `interrupted`. */
export interface SleepyContext extends EventTarget {
  readonly state: string;
  resume(): Promise<void>;
}

export function createNativeContext(): AudioContext {
  return new AudioContext({ latencyHint: "interactive" });
}

/** Resumes now and whenever it is stopped or the person touches the page. Returns what ends that. */
export function keepRunning(context: SleepyContext, page: EventTarget | undefined = globalThis.document): () => void {
  const wake = (): void => {
    // A refused resume is no failure: the next gesture tries again.
    if (context.state !== "running" && context.state !== "closed") context.resume().catch(() => {});
  };
  context.addEventListener("statechange", wake);
  for (const type of WAKING_EVENTS) page?.addEventListener(type, wake);
  wake();
  return () => {
    context.removeEventListener("statechange", wake);
    for (const type of WAKING_EVENTS) page?.removeEventListener(type, wake);
  };
}

/** Resolves when the context runs, or after `waitMs` when the browser keeps it asleep. */
export async function whenRunning(context: SleepyContext, waitMs: number = RESUME_WAIT_MS): Promise<void> {
  if (context.state === "running") return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([context.resume().catch(() => {}), late]);
  clearTimeout(timer);
}
