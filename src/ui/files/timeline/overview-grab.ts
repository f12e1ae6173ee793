/** What a press on the overview takes hold of, and where that moves to. Pure. */
import type { Viewport } from "../file-view.ts";
import { centredOn, isWhole, panned, within } from "./viewport.ts";

/** `span` draws a new part from where it began: there is nothing to move while the whole file is shown. */
export type Grab = "left" | "right" | "inside" | "outside" | "span";

/** Pixels to either side of an edge that still take hold of it; inside a narrow part, less. */
const REACH_PX = 12;

/** @param x pixels, as are the edges of what is shown. */
export function grabAt(x: number, left: number, right: number, whole: boolean): Grab {
  const inside = Math.min(REACH_PX, (right - left) / 4);
  if (x >= left - REACH_PX && x <= left + inside) return "left";
  if (x >= right - inside && x <= right + REACH_PX) return "right";
  if (x < left || x > right) return "outside";
  return whole ? "span" : "inside";
}

/**
 * The shown part after a drag.
 * @param start what was shown when it began; @param fromS where it began; @param toS where the pointer is now, s.
 */
export function dragged(grab: Grab, start: Viewport, fromS: number, toS: number, durationS: number): Viewport {
  switch (grab) {
    case "left":
      return between(start.fromS + toS - fromS, start.toS, durationS);
    case "right":
      return between(start.fromS, start.toS + toS - fromS, durationS);
    case "inside":
      return panned(start, toS - fromS, durationS);
    case "outside":
      return isWhole(start, durationS) ? start : centredOn(start, toS, durationS);
    case "span":
      return between(fromS, toS, durationS);
    default:
      grab satisfies never;
      return start;
  }
}

/** An edge that is drawn over the other one becomes the other one. */
function between(oneS: number, otherS: number, durationS: number): Viewport {
  const fromS = Math.max(0, Math.min(oneS, otherS));
  const toS = Math.min(durationS, Math.max(oneS, otherS));
  return within({ fromS, toS }, durationS);
}
