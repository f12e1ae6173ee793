/** A ribbon for each chosen label over the shown part; brackets where its events begin and end. */
import { type CSSProperties, useEffect, useRef } from "react";
import type { SoundEvent } from "../../../scores/events.ts";
import { positionOnScale, scoreScale } from "../../../scores/score-scale.ts";
import type { FileEntry } from "../../../session/state.ts";
import { readableLabel } from "../../results/sureness.ts";
import type { OpenFileView } from "../open-file-view.ts";
import type { Surface } from "./canvas-surface.ts";
import { ribbonInk } from "./ribbon-colours.ts";
import { paintRibbon } from "./ribbon-painter.ts";
import { ribbonHeights } from "./ribbon-shape.ts";
import { useCanvas } from "./use-canvas.ts";
import { shareAt } from "./viewport.ts";

interface RibbonLanesProps {
  readonly view: OpenFileView;
  readonly file: FileEntry;
  /** Indexes of labels, top to bottom. */
  readonly chosen: readonly number[];
  readonly events: readonly SoundEvent[];
  /** One a label; null = it makes no events. */
  readonly thresholds: readonly (number | null)[];
  readonly selected: SoundEvent | null;
}

export function RibbonLanes({ view, file, chosen, events, thresholds, selected }: RibbonLanesProps) {
  const { track, labels, activation } = file;
  const scale = scoreScale(activation ?? "sigmoid");
  const heights = useRef(new Float32Array(0));
  const { canvas, invalidate } = useCanvas((surface) => {
    const { context, width, height, ratio, ink } = surface;
    if (heights.current.length !== width) heights.current = new Float32Array(width);
    context.clearRect(0, 0, width, height);
    const laneHeight = height / Math.max(1, chosen.length);
    const ribbonPx = Math.round(ribbonHeightOf(context.canvas) * ratio);
    for (const [place, label] of chosen.entries()) {
      const bottom = Math.round((place + 1) * laneHeight);
      context.fillStyle = ink.quiet;
      context.globalAlpha = 0.35;
      context.fillRect(0, bottom - Math.round(ratio), width, Math.round(ratio));
      context.globalAlpha = 1;
      const { onDark, onLight, hatch } = ribbonInk(place);
      const shape = ribbonHeights(track, label, view.viewport.getState(), heights.current);
      for (let x = 0; x < width; x++) shape[x] = positionOnScale(scale, shape[x] as number);
      const threshold = thresholds[label] ?? null;
      paintRibbon(
        context,
        {
          heights: shape,
          threshold: threshold === null ? Number.POSITIVE_INFINITY : positionOnScale(scale, threshold),
          colour: ink.dark ? onDark : onLight,
          hatch,
        },
        { top: bottom - ribbonPx, height: ribbonPx - Math.round(ratio), ratio },
      );
    }
    if (track !== null) drawBrackets(surface, { view, chosen, events, selected, ribbonPx, rateHz: track.sampleRateHz });
  });
  useEffect(() => view.viewport.subscribe(invalidate), [view, invalidate]);

  const names = chosen.map((label) => readableLabel(labels[label] ?? "")).join(", ");
  return (
    <canvas
      ref={canvas}
      className="timeline__ribbons"
      style={{ "--lanes": chosen.length } as CSSProperties}
      role="img"
      aria-label={`Scores along time of ${names}`}
    />
  );
}

/** CSS pixels of a lane that are the ribbon's own; on a narrow page its name stands above it. */
function ribbonHeightOf(canvas: HTMLCanvasElement): number {
  return Number.parseFloat(getComputedStyle(canvas).getPropertyValue("--ribbon")) || 28;
}

interface Brackets {
  readonly view: OpenFileView;
  readonly chosen: readonly number[];
  readonly events: readonly SoundEvent[];
  readonly selected: SoundEvent | null;
  readonly ribbonPx: number;
  readonly rateHz: number;
}

/** A lid over each event, with an edge at either end. */
function drawBrackets(
  { context, width, height, ratio, ink }: Surface,
  { view, chosen, events, selected, ribbonPx, rateHz }: Brackets,
): void {
  const shown = view.viewport.getState();
  const laneHeight = height / Math.max(1, chosen.length);
  for (const event of events) {
    if (event.startSample / rateHz > shown.toS) break;
    const place = chosen.indexOf(event.label);
    if (place < 0 || event.endSample / rateHz < shown.fromS) continue;
    const left = Math.round(shareAt(shown, event.startSample / rateHz) * width);
    const right = Math.max(left + 2 * ratio, Math.round(shareAt(shown, event.endSample / rateHz) * width));
    const top = Math.round((place + 1) * laneHeight) - ribbonPx;
    const line = Math.round((event === selected ? 2 : 1) * ratio);
    context.fillStyle = event === selected ? ink.ink : ink.quiet;
    context.fillRect(left, top, right - left, line);
    context.fillRect(left, top, line, Math.round(6 * ratio));
    context.fillRect(right - line, top, line, Math.round(6 * ratio));
  }
}
