/**
 * Draws the history strip: heard labels on a lane, the spectrogram below, time along its foot. Owns the ring of pixels
 * and nothing else; `history-strip.tsx` says when to draw, `history-ring.ts` says where things stand.
 */
import { SPECTROGRAM_BINS, SPECTROGRAM_RATE_HZ, type SpectrogramColumn } from "../../signal/spectral-column.ts";
import type { HeardRun } from "./heard-runs.ts";
import { columnOf, ringStretches } from "./history-ring.ts";
import { magmaTable } from "./magma.ts";

/** Scroll speed; the same at every width, so a wide screen remembers longer. */
export const PIXELS_PER_SECOND = 32;
const CAPACITY = 60 * SPECTROGRAM_RATE_HZ;
const LANE_PX = 34;
const FOOT_PX = 22;
const MAGMA = magmaTable();

export interface StripColours {
  readonly ink: string;
  readonly quiet: string;
  readonly lamp: string;
  readonly screen: string;
  readonly font: string;
}

export class HistoryPainter {
  readonly #ring = document.createElement("canvas");
  readonly #ringContext: CanvasRenderingContext2D | null;
  readonly #column = new ImageData(1, SPECTROGRAM_BINS);
  #newest = -1;

  constructor() {
    this.#ring.width = CAPACITY;
    this.#ring.height = SPECTROGRAM_BINS;
    this.#ringContext = this.#ring.getContext("2d");
  }

  /** Seconds from the start of the stream to the end of the newest column. */
  get newestS(): number {
    return (this.#newest + 1) / SPECTROGRAM_RATE_HZ;
  }

  clear(): void {
    this.#ringContext?.clearRect(0, 0, CAPACITY, SPECTROGRAM_BINS);
    this.#newest = -1;
  }

  add(columns: readonly SpectrogramColumn[], sampleRateHz: number): void {
    for (const { startSample, bins } of columns) {
      const index = columnOf(startSample, sampleRateHz, SPECTROGRAM_RATE_HZ);
      if (index < this.#newest - SPECTROGRAM_RATE_HZ) this.clear();
      const skipped = Math.min(index - this.#newest - 1, CAPACITY);
      for (let gap = 1; gap <= skipped; gap++) {
        this.#ringContext?.clearRect((this.#newest + gap) % CAPACITY, 0, 1, SPECTROGRAM_BINS);
      }
      this.#paintColumn(index % CAPACITY, bins);
      this.#newest = Math.max(this.#newest, index);
    }
  }

  #paintColumn(place: number, bins: Uint8Array): void {
    const { data } = this.#column;
    for (let bin = 0; bin < SPECTROGRAM_BINS; bin++) {
      const colour = (bins[bin] ?? 0) * 4;
      const pixel = (SPECTROGRAM_BINS - 1 - bin) * 4;
      for (let channel = 0; channel < 4; channel++) data[pixel + channel] = MAGMA[colour + channel] ?? 0;
    }
    this.#ringContext?.putImageData(this.#column, place, 0);
  }

  /** `width` and `height` in CSS pixels; the context is scaled already. */
  draw(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    edgeS: number,
    runs: readonly HeardRun[],
    colours: StripColours,
  ): void {
    const screenHeight = height - LANE_PX - FOOT_PX;
    context.clearRect(0, 0, width, height);
    context.fillStyle = colours.screen;
    context.fillRect(0, LANE_PX, width, screenHeight);
    this.#drawSound(context, width, screenHeight, edgeS);
    drawGrid(context, width, screenHeight);
    this.#drawFoot(context, width, height, colours);
    this.#drawRuns(context, width, edgeS, runs, colours);
  }

  #drawSound(context: CanvasRenderingContext2D, width: number, height: number, edgeS: number): void {
    const pixelsPerColumn = PIXELS_PER_SECOND / SPECTROGRAM_RATE_HZ;
    const exactFirst = edgeS * SPECTROGRAM_RATE_HZ - width / pixelsPerColumn;
    const first = Math.floor(exactFirst);
    const end = Math.ceil(edgeS * SPECTROGRAM_RATE_HZ);
    const left = (first - exactFirst) * pixelsPerColumn;
    for (const { from, columns, offset } of ringStretches(first, end, this.#newest, CAPACITY)) {
      const x = left + offset * pixelsPerColumn;
      context.drawImage(this.#ring, from, 0, columns, SPECTROGRAM_BINS, x, LANE_PX, columns * pixelsPerColumn, height);
    }
  }

  #drawFoot(context: CanvasRenderingContext2D, width: number, height: number, colours: StripColours): void {
    context.fillStyle = colours.quiet;
    context.font = `400 13px ${colours.font}`;
    context.textBaseline = "alphabetic";
    for (let agoS = 0; agoS * PIXELS_PER_SECOND <= width - 24; agoS += 5) {
      const x = Math.round(width - agoS * PIXELS_PER_SECOND);
      context.fillRect(Math.min(x, width - 1), height - FOOT_PX, 1, 5);
      context.textAlign = agoS === 0 ? "right" : "center";
      context.fillText(agoS === 0 ? "now" : `\u2212${agoS} s`, agoS === 0 ? width : x, height - 3);
    }
  }

  #drawRuns(
    context: CanvasRenderingContext2D,
    width: number,
    edgeS: number,
    runs: readonly HeardRun[],
    colours: StripColours,
  ): void {
    const place = (timeS: number) => width - (edgeS - timeS) * PIXELS_PER_SECOND;
    context.textAlign = "left";
    context.font = `600 15px ${colours.font}`;
    for (const [index, run] of runs.entries()) {
      const left = Math.max(place(run.startS), 0);
      const right = Math.min(place(run.endS), width);
      if (right <= 0 || left >= width) continue;
      context.fillStyle = colours.lamp;
      context.fillRect(left, LANE_PX - 6, Math.max(right - left - 1, 2), 3);
      const next = runs[index + 1];
      const room = (next === undefined ? width : place(next.startS)) - left - 8;
      context.fillStyle = colours.ink;
      const text = fitted(context, run.label, room);
      if (text !== "") context.fillText(text, left, LANE_PX - 13);
    }
  }
}

/** Fine lines every five seconds and at quarters of the mel scale, as on the screen of an instrument. */
function drawGrid(context: CanvasRenderingContext2D, width: number, height: number): void {
  context.fillStyle = "rgb(255 255 255 / 0.1)";
  for (let x = width - 5 * PIXELS_PER_SECOND; x > 0; x -= 5 * PIXELS_PER_SECOND) {
    context.fillRect(Math.round(x), LANE_PX, 1, height);
  }
  for (const share of [0.25, 0.5, 0.75]) context.fillRect(0, LANE_PX + Math.round(share * height), width, 1);
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (room < 20) return "";
  if (context.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 2 && context.measureText(`${text.slice(0, length)}\u2026`).width > room) length--;
  return length > 2 ? `${text.slice(0, length).trimEnd()}\u2026` : "";
}
