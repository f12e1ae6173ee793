/** How far the queue is and the hand on it: pause, cancel all, remove all. */

import { useRef, useState } from "react";
import type { FileEntry } from "../../../session/state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { countFiles, queueShare, queueWords } from "./queue-words.ts";
import { RemoveAll } from "./remove-all.tsx";

export function QueueHead({ files }: { files: readonly FileEntry[] }) {
  const actions = useActions();
  const queue = useEarshot((state) => state.queue);
  const engine = useEarshot((state) => state.engine.phase);
  const [asking, setAsking] = useState(false);
  const ask = useRef<HTMLButtonElement>(null);
  const counts = countFiles(files);
  const busy = counts.waiting > 0;
  const [done, ...more] = queueWords(counts, queue, engine);

  return (
    <div className="queue__head">
      <p className="queue__words">
        <strong>{done}</strong>
        {more.map((words) => (
          <span key={words}> · {words}</span>
        ))}
      </p>
      <div className="queue__hand">
        {busy && (
          <>
            <button type="button" className="button" onClick={queue.paused ? actions.resumeQueue : actions.pauseQueue}>
              {queue.paused ? "Resume" : "Pause"}
            </button>
            <button type="button" className="button" onClick={actions.cancelAllFiles}>
              Cancel all
            </button>
          </>
        )}
        <button
          ref={ask}
          type="button"
          className="button button--text"
          aria-expanded={asking}
          onClick={() => setAsking(!asking)}
        >
          Remove all
        </button>
      </div>
      {asking && (
        <RemoveAll
          count={files.length}
          onKeep={() => {
            setAsking(false);
            ask.current?.focus();
          }}
        />
      )}
      <div className="progress queue__progress" data-busy={busy || undefined} aria-hidden="true">
        <span style={{ transform: `scaleX(${busy ? queueShare(files) : 0})` }} />
      </div>
    </div>
  );
}
