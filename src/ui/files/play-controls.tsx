/** Play and pause, and where the playhead stands. Keeps its height also where the browser cannot play the file. */
import { useEffect, useRef } from "react";
import { formatTime } from "../figures.ts";
import type { FilePlayer, PlayerStatus } from "./file-player.ts";

interface PlayControlsProps {
  readonly player: FilePlayer | null;
  readonly status: PlayerStatus | null;
  readonly durationS: number;
  readonly onToggle: () => void;
}

export function PlayControls({ player, status, durationS, onToggle }: PlayControlsProps) {
  const clock = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = () => {
      if (clock.current) clock.current.textContent = formatTime(player?.timeS ?? 0, true);
    };
    show();
    return player?.subscribe(show);
  }, [player]);

  if (status?.phase === "unplayable") {
    return (
      <p className="play-controls quiet">
        This browser cannot play this file aloud. What it hears in it is below all the same.
      </p>
    );
  }
  const playing = status?.phase === "playing";
  const waiting = status === null || status.phase === "loading";
  return (
    <div className="play-controls">
      <button
        type="button"
        className="play-controls__button"
        aria-label={playing ? "Pause" : "Play"}
        aria-disabled={waiting}
        onClick={() => {
          if (waiting) return;
          onToggle();
          player?.toggle();
        }}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          {playing ? <path d="M6 5h4v14H6zM14 5h4v14h-4z" /> : <path d="M7.5 4.5v15l12-7.5z" />}
        </svg>
      </button>
      <p className="play-controls__time">
        <span ref={clock}>0:00.0</span> <span className="quiet">of {formatTime(durationS, true)}</span>
      </p>
    </div>
  );
}
