/** Zoom for whoever has neither wheel nor two fingers. */
import { useStore } from "zustand";
import type { OpenFileView } from "../open-file-view.ts";
import { zoomBy } from "./carry-out.ts";
import { useDuration } from "./use-duration.ts";
import { isWhole, MIN_SPAN_S, spanOf, wholeFile } from "./viewport.ts";

export function ZoomButtons({ view }: { view: OpenFileView }) {
  const durationS = useDuration(view);
  const whole = useStore(view.viewport, (shown) => isWhole(shown, durationS));
  const nearest = useStore(view.viewport, (shown) => spanOf(shown) <= MIN_SPAN_S * 1.001);
  return (
    <fieldset className="zoom-buttons" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" aria-disabled={whole} onClick={() => zoomBy(view, 2)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
      <button type="button" aria-label="Zoom in" aria-disabled={nearest} onClick={() => zoomBy(view, 0.5)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10M8 3v10" />
        </svg>
      </button>
      <button type="button" aria-disabled={whole} onClick={() => view.show(wholeFile(durationS))}>
        Whole file
      </button>
    </fieldset>
  );
}
