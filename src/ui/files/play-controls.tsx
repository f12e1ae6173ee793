/** Play and pause, where the playhead stands, how loud. Says why instead, where the file cannot be heard. */
import { type CSSProperties, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { formatTime } from "../figures.ts";
import { useFileView } from "./file-view-context.tsx";
import { playerVolume } from "./player-volume.ts";
import { useDuration } from "./timeline/use-duration.ts";
import { usePlayerStatus } from "./use-player-status.ts";
import "./play-controls.css";

export function PlayControls({ hasSound }: { hasSound: boolean }) {
  const view = useFileView();
  const status = usePlayerStatus(view);
  const plays = hasSound && status?.phase !== "unplayable";
  return (
    <div className="play-controls">
      {plays && <PlayButton />}
      <Clock />
      {plays ? (
        <Volume />
      ) : (
        <p className="play-controls__why quiet small">
          {hasSound
            ? "This browser cannot play this file aloud. What is heard in it is here all the same."
            : "The sound is not kept. Drop the file again to hear it."}
        </p>
      )}
    </div>
  );
}

function PlayButton() {
  const view = useFileView();
  const status = usePlayerStatus(view);
  const playing = status?.phase === "playing";
  const waiting = status === null || status.phase === "loading";
  return (
    <button
      type="button"
      className="play-controls__button"
      aria-label={playing ? "Pause" : "Play"}
      aria-disabled={waiting}
      onClick={() => {
        if (!waiting) view.player?.toggle();
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {playing ? <path d="M6 5h4v14H6zM14 5h4v14h-4z" /> : <path d="M7.5 4.5v15l12-7.5z" />}
      </svg>
    </button>
  );
}

function Clock() {
  const view = useFileView();
  const durationS = useDuration(view);
  const clock = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = () => {
      if (clock.current) clock.current.textContent = formatTime(view.timeS, true);
    };
    show();
    return view.subscribe(show);
  }, [view]);
  return (
    <p className="play-controls__time">
      <span ref={clock}>0:00.0</span> <span className="quiet">of {formatTime(durationS, true)}</span>
    </p>
  );
}

function Volume() {
  const share = useStore(playerVolume, (volume) => volume.share);
  return (
    <label className="play-controls__volume">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path className="play-controls__speaker" d="M2 6v4h2.5L8 13V3L4.5 6z" />
        {share > 0 && <path className="play-controls__waves" d="M10.5 5.5a3.5 3.5 0 0 1 0 5" />}
        {share > 0.5 && <path className="play-controls__waves" d="M12.5 3.5a6.3 6.3 0 0 1 0 9" />}
      </svg>
      <input
        className="range"
        type="range"
        aria-label="Volume"
        min={0}
        max={1}
        step={0.05}
        value={share}
        aria-valuetext={`${Math.round(share * 100)} %`}
        style={{ "--share": share } as CSSProperties}
        onChange={({ target }) => playerVolume.setState({ share: target.valueAsNumber })}
      />
    </label>
  );
}
