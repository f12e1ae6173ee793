/**
 * The whole file: its waveform, a row of marks for the events of each ribbon's label, the playhead, and what is shown below
 * as a frame that can be moved and stretched. For pointers; keys do the same on the slider below.
 */
import { type RefObject, useEffect, useRef } from "react";
import type { SoundEvent } from "../../../scores/events.ts";
import type { FileEntry } from "../../../session/state.ts";
import { formatDb, formatTime } from "../../figures.ts";
import type { Viewport } from "../file-view.ts";
import type { OpenFileView } from "../open-file-view.ts";
import type { Surface } from "./canvas-surface.ts";
import { OverviewDrag } from "./overview-drag.ts";
import { Playhead } from "./playhead.tsx";
import { ribbonInk } from "./ribbon-colours.ts";
import { SelectionBand } from "./selection-band.tsx";
import { useCanvas } from "./use-canvas.ts";
import { loudestDb, waveformHeights } from "./waveform-shape.ts";
import "./overview-strip.css";

/** CSS pixels of a row of marks, and between waveform and marks. */
const MARK_PX = 3;
const GAP_PX = 4;

interface OverviewStripProps {
  readonly view: OpenFileView;
  readonly file: FileEntry;
  readonly chosen: readonly number[];
  readonly events: readonly SoundEvent[];
  readonly selected: Viewport | null;
}

export function OverviewStrip({ view, file, chosen, events, selected }: OverviewStripProps) {
  const { overview, track } = file;
  const heights = useRef(new Float32Array(0));
  const { canvas, invalidate } = useCanvas((surface) => {
    const { context, width, height, ratio, ink } = surface;
    if (heights.current.length !== width) heights.current = new Float32Array(width);
    context.clearRect(0, 0, width, height);
    const marks = Math.round((chosen.length * MARK_PX + GAP_PX) * ratio);
    context.fillStyle = ink.bar;
    context.fill(waveformPath(waveformHeights(overview, view.durationS, heights.current), height - marks, ratio));
    if (track !== null) drawMarks(surface, events, chosen, view.durationS * track.sampleRateHz);
  });
  useEffect(() => view.subscribe(durationListener(view, invalidate)), [view, invalidate]);
  const { strip, frame } = useFrame(view);
  const loudest = loudestDb(overview);

  return (
    <div ref={strip} className="overview">
      <canvas
        ref={canvas}
        className="overview__wave"
        role="img"
        aria-label={`Waveform of the whole file, ${formatTime(view.durationS)}${loudest === null ? "" : `, loudest ${formatDb(loudest)}`}`}
      />
      <div ref={frame} className="overview__frame" aria-hidden="true" />
      {selected !== null && <SelectionBand view={view} part={selected} whole />}
      <Playhead view={view} whole />
    </div>
  );
}

/** The frame follows the viewport past React; a drag of it moves the viewport. */
function useFrame(view: OpenFileView): {
  strip: RefObject<HTMLDivElement | null>;
  frame: RefObject<HTMLDivElement | null>;
} {
  const strip = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = () => {
      if (frame.current === null) return;
      const { fromS, toS } = view.viewport.getState();
      const durationS = Math.max(view.durationS, 1e-3);
      frame.current.style.left = `${(fromS / durationS) * 100}%`;
      frame.current.style.width = `${(Math.min(toS, durationS) - fromS) * (100 / durationS)}%`;
    };
    place();
    const leave = [view.viewport.subscribe(place), view.subscribe(durationListener(view, place))];
    const drag = strip.current === null ? null : new OverviewDrag(strip.current, view);
    return () => {
      drag?.close();
      for (const end of leave) end();
    };
  }, [view]);
  return { strip, frame };
}

/** Out of the many times that the playhead moves, those at which the file has grown. */
function durationListener(view: OpenFileView, grown: () => void): () => void {
  let before = view.durationS;
  return () => {
    if (view.durationS === before) return;
    before = view.durationS;
    grown();
  };
}

/** Mirrored around the middle; silence is a hairline, what was not read yet is nothing. */
function waveformPath(heights: Float32Array, tall: number, ratio: number): Path2D {
  const path = new Path2D();
  const middle = tall / 2;
  const room = middle - ratio;
  for (let x = 0; x < heights.length; x++) {
    const height = heights[x] as number;
    if (height < 0) continue;
    const half = Math.max(ratio / 2, height * room);
    path.rect(x, middle - half, 1, 2 * half);
  }
  return path;
}

/** One row for each ribbon, in the same order and colour. */
function drawMarks(
  { context, width, height, ratio, ink }: Surface,
  events: readonly SoundEvent[],
  chosen: readonly number[],
  durationSamples: number,
): void {
  if (durationSamples <= 0) return;
  const row = MARK_PX * ratio;
  const top = height - chosen.length * row;
  for (const { label, startSample, endSample } of events) {
    const place = chosen.indexOf(label);
    if (place < 0) continue;
    const { onDark, onLight } = ribbonInk(place);
    const left = (startSample / durationSamples) * width;
    const right = Math.max(left + 2 * ratio, (endSample / durationSamples) * width);
    context.fillStyle = ink.dark ? onDark : onLight;
    context.fillRect(left, top + place * row, right - left, row - ratio * 0.5);
  }
}
