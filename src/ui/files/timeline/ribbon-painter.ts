/** Draws one ribbon: height is the score, hatch and colour say whose it is, faint below the threshold. */
import type { Hatch } from "./ribbon-colours.ts";

const TILE_PX = 6;

export interface RibbonPicture {
  /** One value for each device pixel, 0 to 1; 0 and below draws nothing. */
  readonly heights: Float32Array;
  /** On the same scale. */
  readonly threshold: number;
  readonly colour: string;
  readonly hatch: Hatch;
}

/** Where it stands, device pixels. */
export interface Lane {
  readonly top: number;
  readonly height: number;
  readonly ratio: number;
}

export function paintRibbon(context: CanvasRenderingContext2D, picture: RibbonPicture, lane: Lane): void {
  context.globalAlpha = 0.3;
  context.fillStyle = picture.colour;
  context.fill(outline(picture, lane, false));
  context.globalAlpha = 1;
  context.fillStyle = hatchPattern(context, picture.colour, picture.hatch, lane.ratio);
  context.fill(outline(picture, lane, true));
}

/** Steps along the pixels, as one path: neighbours of the same height are one step. */
function outline({ heights, threshold }: RibbonPicture, { top, height }: Lane, heard: boolean): Path2D {
  const path = new Path2D();
  let start = 0;
  let tall = 0;
  for (let x = 0; x <= heights.length; x++) {
    const score = heights[x] ?? 0;
    const next = x < heights.length && score > 0 && score >= threshold === heard ? Math.round(score * height) : 0;
    if (next === tall) continue;
    if (tall > 0) path.rect(start, top + height - tall, x - start, tall);
    start = x;
    tall = next;
  }
  return path;
}

const patterns = new Map<string, CanvasPattern>();

function hatchPattern(
  context: CanvasRenderingContext2D,
  colour: string,
  hatch: Hatch,
  ratio: number,
): CanvasPattern | string {
  if (hatch === "solid") return colour;
  const key = `${colour} ${hatch} ${ratio}`;
  const pattern = patterns.get(key) ?? drawHatch(context, colour, hatch, ratio);
  if (pattern === null) return colour;
  patterns.set(key, pattern);
  return pattern;
}

function drawHatch(
  context: CanvasRenderingContext2D,
  colour: string,
  hatch: Exclude<Hatch, "solid">,
  ratio: number,
): CanvasPattern | null {
  const size = Math.round(TILE_PX * ratio);
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const ink = tile.getContext("2d");
  if (ink === null) return null;
  ink.fillStyle = colour;
  ink.globalAlpha = 0.5;
  ink.fillRect(0, 0, size, size);
  ink.globalAlpha = 1;
  ink.strokeStyle = colour;
  ink.lineWidth = size / 3;
  ink.beginPath();
  for (const [x0, y0, x1, y1] of STROKES[hatch]) {
    ink.moveTo(x0 * size, y0 * size);
    ink.lineTo(x1 * size, y1 * size);
  }
  ink.stroke();
  return context.createPattern(tile, "repeat");
}

/** Lines over a unit tile; slanted ones start outside of it, so that neighbours join. */
const STROKES: Record<Exclude<Hatch, "solid">, readonly (readonly [number, number, number, number])[]> = {
  rising: [
    [-0.5, 0.5, 0.5, -0.5],
    [-0.5, 1.5, 1.5, -0.5],
    [0.5, 1.5, 1.5, 0.5],
  ],
  falling: [
    [-0.5, 0.5, 0.5, 1.5],
    [-0.5, -0.5, 1.5, 1.5],
    [0.5, -0.5, 1.5, 0.5],
  ],
  upright: [[0.5, 0, 0.5, 1]],
  level: [[0, 0.5, 1, 0.5]],
};
