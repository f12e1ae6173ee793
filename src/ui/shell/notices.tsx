/**
 * What the page must say: information in its one `status` region, errors as alerts, both until dismissed. The region is
 * always there, so that readers hear what comes into it. It also speaks what Live hears, at most every two seconds.
 */
import { useEffect, useState } from "react";
import type { EarshotState, Notice } from "../../session/state.ts";
import { useActions, useEarshot, useHandles } from "../earshot-context.tsx";
import { createAnnouncer } from "../live/announcer.ts";
import { readableLabel } from "../results/sureness.ts";
import "./notices.css";

export function Notices() {
  const notices = useEarshot((state) => state.notices);
  const spoken = useSpoken();
  return (
    <div className="notices">
      <div role="status">
        {notices
          .filter(({ kind }) => kind === "info")
          .map((notice) => (
            <Line key={notice.id} notice={notice} />
          ))}
        <p className="unseen">{spoken}</p>
      </div>
      {notices
        .filter(({ kind }) => kind === "error")
        .map((notice) => (
          <div key={notice.id} role="alert">
            <Line notice={notice} />
          </div>
        ))}
    </div>
  );
}

function Line({ notice }: { notice: Notice }) {
  const { dismissNotice } = useActions();
  return (
    <div className="notice" data-kind={notice.kind}>
      <p>{notice.text}</p>
      <button type="button" className="button button--text" onClick={() => dismissNotice(notice.id)}>
        Dismiss
      </button>
    </div>
  );
}

/** The newest thing worth saying aloud. */
function useSpoken(): string {
  const { store } = useHandles();
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const announcer = createAnnouncer(setSpoken);
    const stop = store.subscribe((state, before) => {
      const words = wordsFor(state);
      if (words !== null && words !== wordsFor(before)) announcer.offer(words);
    });
    return () => {
      stop();
      announcer.close();
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
  if (engine.phase === "ready") return `${engine.model.id} is ready.`;
  return engine.phase === "loading" ? `Loading ${engine.modelId}.` : null;
}
