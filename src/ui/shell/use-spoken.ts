/** The newest thing worth saying aloud: of the engine, Live and the library at most every 2 s, of the queue every 10 s, of an intake at once. */
import { useEffect, useState } from "react";
import { isOnServer } from "../../models/model-info.ts";
import type { EarshotState } from "../../session/state.ts";
import { useHandles } from "../earshot-context.tsx";
import { spokenQueueWords } from "../files/queue/queue-words.ts";
import { createAnnouncer } from "../live/announcer.ts";
import { modelTitle } from "../models/model-title.ts";
import { spokenLibraryWords } from "../models/spoken-library-words.ts";
import { readableLabel } from "../results/sureness.ts";
import { intakeReport } from "./intake-report.ts";

const QUEUE_GAP_MS = 10_000;

export function useSpoken(): string {
  const { store } = useHandles();
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const announcer = createAnnouncer(setSpoken);
    const queueAnnouncer = createAnnouncer(setSpoken, QUEUE_GAP_MS);
    const libraryAnnouncer = createAnnouncer(setSpoken);
    // The model may be ready before the page is drawn.
    const words = store.getState().engine.phase === "ready" ? wordsFor(store.getState()) : null;
    if (words !== null) announcer.offer(words);
    const stops = [
      store.subscribe((state, before) => {
        const words = wordsFor(state);
        if (words !== null && words !== wordsFor(before)) announcer.offer(words);
        const library = spokenLibraryWords(state);
        if (library !== null && library !== spokenLibraryWords(before)) libraryAnnouncer.offer(library);
        if (state.files === before.files) return;
        const queue = spokenQueueWords(state.files);
        if (queue !== null && queue !== spokenQueueWords(before.files)) queueAnnouncer.offer(queue);
      }),
      intakeReport.subscribe((report) => {
        if (report.phase === "told") setSpoken(report.words);
      }),
      announcer.close,
      queueAnnouncer.close,
      libraryAnnouncer.close,
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [store]);
  return spoken;
}

function wordsFor({ live, engine }: EarshotState): string | null {
  if (live.phase === "listening") {
    if (live.result === null) return "Listening.";
    return live.result.heard === null ? "Nothing I know." : readableLabel(live.result.heard.label);
  }
  if (live.phase === "opening") return "Opening the sound.";
  if (engine.phase === "ready") {
    const title = modelTitle(engine.model.id);
    return isOnServer(engine.backend)
      ? `Sound leaves this machine: it is sent to ${engine.backend.host}. ${title} is ready.`
      : `${title} is ready.`;
  }
  return engine.phase === "loading" ? `Loading ${modelTitle(engine.modelId)}.` : null;
}
