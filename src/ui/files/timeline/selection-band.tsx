/** The chosen event, from its start to its end across everything that is drawn along time. */
import { useEffect, useRef } from "react";
import type { Viewport } from "../file-view.ts";
import type { OpenFileView } from "../open-file-view.ts";
import { shareAt } from "./viewport.ts";

interface SelectionBandProps {
  readonly view: OpenFileView;
  readonly part: Viewport;
  readonly whole: boolean;
}

export function SelectionBand({ view, part, whole }: SelectionBandProps) {
  const band = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const place = () => {
      if (band.current === null) return;
      const shown = whole ? { fromS: 0, toS: Math.max(view.durationS, 1e-3) } : view.viewport.getState();
      const left = shareAt(shown, part.fromS);
      const right = shareAt(shown, part.toS);
      band.current.hidden = right < 0 || left > 1;
      band.current.style.left = `${Math.max(-0.01, left) * 100}%`;
      band.current.style.right = `${Math.max(-0.01, 1 - right) * 100}%`;
    };
    place();
    const leave = [view.viewport.subscribe(place), view.subscribe(place)];
    return () => {
      for (const end of leave) end();
    };
  }, [view, part, whole]);
  return <span ref={band} className="timeline__selection" data-whole={whole || undefined} />;
}
