/** The spectrogram of the shown part above its time axis: the overview's columns at once, finer ones as they are made. */
import { useEffect, useMemo, useState } from "react";
import type { FileEntry } from "../../../session/state.ts";
import type { Overview } from "../../../signal/overview.ts";
import { useActions } from "../../earshot-context.tsx";
import { formatTime } from "../../figures.ts";
import type { OpenFileView } from "../open-file-view.ts";
import type { Surface } from "./canvas-surface.ts";
import { PartPictures } from "./part-pictures.ts";
import { SpectrogramImage } from "./spectrogram-image.ts";
import { timeTicks } from "./time-ticks.ts";
import { useCanvas } from "./use-canvas.ts";
import { shareAt } from "./viewport.ts";

/** Height of the time axis; the style sheet's `--axis`. */
const AXIS_PX = 24;
/** The first mark's words keep clear of a playhead at the very start. */
const EDGE_PX = 5;
const SCREEN = "#000004";

export function DetailPicture({ view, file }: { view: OpenFileView; file: FileEntry }) {
  const { overview } = file;
  const coarse = useMemo(() => coarseImage(overview), [overview]);
  const pictures = usePictures(file, () => invalidate());
  const { canvas, invalidate } = useCanvas((surface) => {
    const shown = view.viewport.getState();
    pictures?.look(shown, surface.width);
    const { context, width, height, ratio } = surface;
    const tall = height - Math.round(AXIS_PX * ratio);
    context.clearRect(0, 0, width, height);
    context.fillStyle = SCREEN;
    context.fillRect(0, 0, width, tall);
    const box = { left: 0, right: width, top: 0, height: tall };
    if (coarse !== null && overview !== null) {
      coarse.draw(context, shown.fromS / overview.columnS, shown.toS / overview.columnS, box);
    }
    for (const { fromS, toS, image } of pictures?.pictures ?? []) {
      const perSecond = image.columns / (toS - fromS);
      image.draw(context, (shown.fromS - fromS) * perSecond, (shown.toS - fromS) * perSecond, box);
    }
    drawAxis(surface, view, tall);
  });
  useEffect(() => view.viewport.subscribe(invalidate), [view, invalidate]);

  return (
    <canvas
      ref={canvas}
      className="timeline__picture"
      role="img"
      aria-label={`Spectrogram of the shown part of ${formatTime(view.durationS)}, low notes at the foot`}
    />
  );
}

/** Requests of one file; they end with it. */
function usePictures({ id, hasSound }: FileEntry, changed: () => void): PartPictures<SpectrogramImage> | null {
  const actions = useActions();
  const [pictures, setPictures] = useState<PartPictures<SpectrogramImage> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changed` reaches the same canvas for good
  useEffect(() => {
    if (!hasSound) return;
    const made = new PartPictures({
      open: (part, onColumns) => actions.openPicture(id, part, onColumns),
      createImage: (columns, bins) => new SpectrogramImage(columns, bins),
      changed,
    });
    setPictures(made);
    return () => {
      setPictures(null);
      made.close();
    };
  }, [actions, id, hasSound]);
  return pictures;
}

function coarseImage(overview: Overview | null): SpectrogramImage | null {
  if (overview === null || overview.columnCount === 0) return null;
  const image = new SpectrogramImage(overview.columnCount, overview.columns.length / overview.columnCount);
  image.fill(0, overview.columns);
  return image;
}

function drawAxis({ context, width, height, ratio, ink }: Surface, view: OpenFileView, top: number): void {
  const shown = view.viewport.getState();
  context.font = `400 ${13 * ratio}px ${ink.font}`;
  context.textBaseline = "alphabetic";
  for (const { timeS, text } of timeTicks(shown, width / ratio)) {
    if (timeS > view.durationS + 1e-6) break;
    const x = Math.min(width - Math.round(ratio), Math.round(shareAt(shown, timeS) * width));
    context.fillStyle = "rgb(255 255 255 / 0.1)";
    context.fillRect(x, 0, Math.round(ratio), top);
    context.fillStyle = ink.quiet;
    context.fillRect(x, top, Math.round(ratio), Math.round(5 * ratio));
    const half = context.measureText(text).width / 2;
    context.fillText(
      text,
      Math.min(width - 2 * half, Math.max(Math.round(EDGE_PX * ratio), x - half)),
      height - Math.round(4 * ratio),
    );
  }
}
