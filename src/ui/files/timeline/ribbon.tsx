/** One label's ribbon along the file, sharp at any pixel ratio, drawn anew only when something of it changes. */
import { useEffect, useRef } from "react";
import type { ScoreTrack } from "../../../scores/score-track.ts";
import { ribbonInk } from "./ribbon-colours.ts";
import { paintRibbon } from "./ribbon-painter.ts";
import { ribbonHeights } from "./ribbon-shape.ts";

interface RibbonProps {
  readonly track: ScoreTrack | null;
  readonly label: number;
  readonly place: number;
  readonly durationS: number;
  readonly threshold: number;
}

export function Ribbon({ track, label, place, durationS, threshold }: RibbonProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = ribbonInk(place);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const draw = () => {
      const ratio = devicePixelRatio || 1;
      const { width, height } = element.getBoundingClientRect();
      if (width === 0) return;
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      const heights = ribbonHeights(track, label, { fromS: 0, toS: durationS }, new Float32Array(element.width));
      paintRibbon(context, { heights, threshold, colour: getComputedStyle(element).color, hatch: ink.hatch }, ratio);
    };
    const resize = new ResizeObserver(draw);
    resize.observe(element);
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      resize.disconnect();
      theme.disconnect();
      scheme.removeEventListener("change", draw);
    };
  }, [track, label, durationS, threshold, ink.hatch]);

  return <canvas ref={canvas} style={{ color: `light-dark(${ink.onLight}, ${ink.onDark})` }} />;
}
