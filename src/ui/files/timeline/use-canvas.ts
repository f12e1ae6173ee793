/** A canvas painted by what was rendered last, and whenever `invalidate` is called. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { CanvasSurface, type Surface } from "./canvas-surface.ts";

interface PaintedCanvas {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Paints anew before the next picture; always the same function. */
  readonly invalidate: () => void;
}

export function useCanvas(paint: (surface: Surface) => void): PaintedCanvas {
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<CanvasSurface | null>(null);
  const latest = useRef(paint);
  const [invalidate] = useState(() => () => surface.current?.invalidate());

  useEffect(() => {
    if (canvas.current === null) return;
    const made = new CanvasSurface(canvas.current, (given) => latest.current(given));
    surface.current = made;
    return () => {
      surface.current = null;
      made.close();
    };
  }, []);

  useEffect(() => {
    latest.current = paint;
    invalidate();
  });

  return { canvas, invalidate };
}
