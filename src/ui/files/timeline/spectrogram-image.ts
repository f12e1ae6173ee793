/** A spectrogram as an image in magma, one pixel a value, low notes at the foot: filled in pieces, drawn at any size. */
import { magmaTable } from "../../live/magma.ts";

/** RGBA of each value in the byte order of the machine, as an image's pixels are stored. */
const MAGMA = new Uint32Array(magmaTable().buffer);

export class SpectrogramImage {
  readonly columns: number;
  readonly bins: number;
  readonly #canvas = document.createElement("canvas");
  readonly #context: CanvasRenderingContext2D | null;

  constructor(columns: number, bins: number) {
    this.columns = columns;
    this.bins = bins;
    this.#canvas.width = Math.max(1, columns);
    this.#canvas.height = Math.max(1, bins);
    this.#context = this.#canvas.getContext("2d");
  }

  /** @param values column by column, each `bins` bytes, low to high. */
  fill(fromColumn: number, values: Uint8Array): void {
    const count = Math.min(Math.floor(values.length / this.bins), this.columns - fromColumn);
    if (count <= 0) return;
    const image = new ImageData(count, this.bins);
    const pixels = new Uint32Array(image.data.buffer);
    for (let bin = 0; bin < this.bins; bin++) {
      const row = (this.bins - 1 - bin) * count;
      for (let column = 0; column < count; column++) {
        pixels[row + column] = MAGMA[values[column * this.bins + bin] as number] as number;
      }
    }
    this.#context?.putImageData(image, fromColumn, 0);
  }

  /** Draws columns `from` to `to` (fractions allowed) between `left` and `right`; what lies beyond the image stays as it is. */
  draw(
    context: CanvasRenderingContext2D,
    from: number,
    to: number,
    box: { readonly left: number; readonly right: number; readonly top: number; readonly height: number },
  ): void {
    const first = Math.max(0, from);
    const end = Math.min(this.columns, to);
    if (end <= first || to <= from) return;
    const scale = (box.right - box.left) / (to - from);
    const left = box.left + (first - from) * scale;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "medium";
    context.drawImage(this.#canvas, first, 0, end - first, this.bins, left, box.top, (end - first) * scale, box.height);
  }
}
