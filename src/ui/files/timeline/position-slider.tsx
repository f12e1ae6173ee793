/**
 * The playhead for keys and screen readers: a native slider over the detail that pointers pass through. It carries the
 * focus ring, and every key of the timeline.
 */
import { type RefObject, useEffect } from "react";
import type { FileEntry } from "../../../session/state.ts";
import type { OpenFileView } from "../open-file-view.ts";
import { carryOut } from "./carry-out.ts";
import { positionWords } from "./moment-words.ts";
import { KEYS_HINT_ID } from "./readout.tsx";
import { timelineCommand } from "./timeline-keys.ts";
import { useDuration } from "./use-duration.ts";

/** While it plays a screen reader is not told of every second. */
const SPEAK_EVERY_S = 5;

interface PositionSliderProps {
  readonly view: OpenFileView;
  readonly file: FileEntry;
  readonly slider: RefObject<HTMLInputElement | null>;
}

export function PositionSlider({ view, file: { track, labels }, slider }: PositionSliderProps) {
  const durationS = useDuration(view);

  useEffect(() => {
    let toldS = Number.NaN;
    const show = () => {
      const input = slider.current;
      if (input === null) return;
      const playing = view.player?.status.phase === "playing";
      if (playing && Math.abs(view.timeS - toldS) < SPEAK_EVERY_S) return;
      toldS = view.timeS;
      input.value = String(Number(toldS.toFixed(3)));
      input.setAttribute("aria-valuetext", positionWords(track, labels, toldS, durationS));
    };
    show();
    return view.subscribe(show);
  }, [view, track, labels, durationS, slider]);

  return (
    <input
      ref={slider}
      className="timeline__slider"
      type="range"
      aria-label="Position in the file"
      aria-describedby={KEYS_HINT_ID}
      min={0}
      max={durationS}
      step="any"
      defaultValue={0}
      onInput={({ currentTarget }) => view.seek(currentTarget.valueAsNumber)}
      onKeyDown={(event) => {
        const command = timelineCommand(event);
        if (command === null) return;
        event.preventDefault();
        if (command.do === "leave") event.currentTarget.blur();
        else carryOut(command, view);
      }}
    />
  );
}
