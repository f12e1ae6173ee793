/**
 * The file along time: a ribbon for each of its top labels, a cursor, and an invisible slider over all of it, so that
 * click, drag, keys and screen readers seek by the same native control.
 */
import { useEffect, useRef } from "react";
import type { ScoreTrack } from "../../../scores/score-track.ts";
import type { LabelScore } from "../../../scores/top-k.ts";
import { formatTime } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import type { FilePlayer } from "../file-player.ts";
import { Ribbon } from "./ribbon.tsx";
import { timeStepS } from "./ribbon-shape.ts";
import "./file-timeline.css";

interface FileTimelineProps {
  readonly track: ScoreTrack | null;
  readonly labels: readonly string[];
  readonly shown: readonly LabelScore[];
  readonly durationS: number;
  readonly threshold: number;
  readonly player: FilePlayer | null;
  readonly onSeek: (timeS: number) => void;
}

export function FileTimeline({ track, labels, shown, durationS, threshold, player, onSeek }: FileTimelineProps) {
  return (
    <div className="timeline">
      <div className="timeline__names" aria-hidden="true">
        {shown.map(({ label }) => (
          <p key={label} title={label}>
            {readableLabel(label)}
          </p>
        ))}
      </div>
      <div className="timeline__lanes">
        {shown.map(({ label }, place) => (
          <Ribbon
            key={label}
            track={track}
            label={labels.indexOf(label)}
            place={place}
            durationS={durationS}
            threshold={threshold}
          />
        ))}
        {player !== null && <Seeker player={player} durationS={durationS} onSeek={onSeek} />}
      </div>
      <TimeMarks durationS={durationS} />
    </div>
  );
}

function Seeker({
  player,
  durationS,
  onSeek,
}: {
  player: FilePlayer;
  durationS: number;
  onSeek: (timeS: number) => void;
}) {
  const slider = useRef<HTMLInputElement>(null);
  const cursor = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const show = () => {
      const share = durationS > 0 ? Math.min(1, player.timeS / durationS) : 0;
      if (cursor.current) cursor.current.style.transform = `translateX(${share * 100}%)`;
      const text = `${formatTime(player.timeS)} of ${formatTime(durationS)}`;
      const input = slider.current;
      if (input && input.getAttribute("aria-valuetext") !== text) {
        input.value = String(player.timeS);
        input.setAttribute("aria-valuetext", text);
      }
    };
    show();
    return player.subscribe(show);
  }, [player, durationS]);

  return (
    <>
      <span ref={cursor} className="timeline__cursor" />
      <input
        ref={slider}
        className="timeline__slider"
        type="range"
        aria-label="Position in the file"
        min={0}
        max={durationS}
        step={0.1}
        defaultValue={0}
        onInput={({ currentTarget }) => onSeek(currentTarget.valueAsNumber)}
      />
    </>
  );
}

function TimeMarks({ durationS }: { durationS: number }) {
  const stepS = timeStepS(durationS, 560);
  const marks = Array.from({ length: Math.floor(durationS / stepS) + 1 }, (_, index) => index * stepS);
  return (
    <p className="timeline__marks" aria-hidden="true">
      {marks.map((timeS) => (
        <span
          key={timeS}
          data-last={timeS > 0.96 * durationS || undefined}
          style={{ left: `${(timeS / durationS) * 100}%` }}
        >
          {formatTime(timeS, stepS < 1)}
        </span>
      ))}
    </p>
  );
}
