/** Draws one ribbon: height is the score, hatch and colour say whose it is, faint below the threshold. */
import type { Hatch } from "./ribbon-colours.ts";

const TILE_PX = 6;

export interface RibbonPicture {
  /** One value for each device pixel, 0 to 1. */
  readonly heights: Float32Array;
  readonly threshold: number;
  readonly colour: string;
  readonly hatch: Hatch;
}

/** Fills the whole canvas behind `context`; sizes are device pixels. */
export function paintRibbon(context: CanvasRenderingContext2D, picture: RibbonPicture, ratio: number): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const full = hatchPattern(context, picture.colour, picture.hatch, ratio);
  for (const heard of [false, true]) {
    context.globalAlpha = heard ? 1 : 0.3;
    context.fillStyle = heard ? full : picture.colour;
    for (let x = 0; x < picture.heights.length; x++) {
      const score = picture.heights[x] ?? 0;
      if (score >= picture.threshold !== heard) continue;
      const tall = Math.round(Math.min(1, score) * height);
      context.fillRect(x, height - tall, 1, tall);
    }
  }
  context.globalAlpha = 1;
}

function hatchPattern(
  context: CanvasRenderingContext2D,
  colour: string,
  hatch: Hatch,
  ratio: number,
): CanvasPattern | string {
  if (hatch === "solid") return colour;
  const size = Math.round(TILE_PX * ratio);
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const ink = tile.getContext("2d");
  if (ink === null) return colour;
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
  return context.createPattern(tile, "repeat") ?? colour;
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
