/**
 * Fine pictures of the shown part, asked for when the viewport has come to rest. Owns the request under way; keeps the last
 * few pictures, so that a small pan or a step back in zoom has something to show at once. Knows no canvas.
 */
import type { PictureColumns, PicturePart } from "../../../session/actions.ts";
import type { Viewport } from "../file-view.ts";
import { spanOf } from "./viewport.ts";

const REST_MS = 120;
const KEPT = 4;
export const PICTURE_BINS = 128;
const MAX_COLUMNS = 2048;
/** Columns closer than this show the same sound twice. */
const MIN_COLUMN_S = 0.001;
/** Longer parts are told by the overview's columns. */
const MAX_SPAN_S = 240;

/** Takes columns and is drawn by somebody else. */
export interface ColumnImage {
  readonly columns: number;
  fill(fromColumn: number, values: Uint8Array): void;
}

export interface PartPicture<Image extends ColumnImage> extends Viewport {
  readonly image: Image;
}

export interface PictureParts<Image extends ColumnImage> {
  open(part: PicturePart, onColumns: (columns: PictureColumns) => void): () => void;
  createImage(columns: number, bins: number): Image;
  /** Something new can be drawn. */
  changed(): void;
}

export class PartPictures<Image extends ColumnImage> {
  readonly #parts: PictureParts<Image>;
  #pictures: readonly PartPicture<Image>[] = [];
  #wanted: PicturePart | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cancel: () => void = () => {};

  constructor(parts: PictureParts<Image>) {
    this.#parts = parts;
  }

  /** In the order in which they are to be drawn: the newest last. */
  get pictures(): readonly PartPicture<Image>[] {
    return this.#pictures;
  }

  /** @param pixels width of the shown part in device pixels. */
  look(view: Viewport, pixels: number): void {
    const part = partFor(view, pixels);
    if (samePart(part, this.#wanted)) return;
    this.#stop();
    this.#wanted = part;
    if (part !== null) this.#timer = setTimeout(() => this.#request(part), REST_MS);
  }

  close(): void {
    this.#stop();
    this.#pictures = [];
    this.#wanted = null;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#cancel();
    this.#cancel = () => {};
  }

  #request(part: PicturePart): void {
    const { fromS, toS, columns, bins } = part;
    const picture = { fromS, toS, image: this.#parts.createImage(columns, bins) };
    let shown = false;
    this.#cancel = this.#parts.open(part, (piece) => {
      if (piece === null || this.#wanted !== part) return;
      picture.image.fill(piece.fromColumn, piece.values);
      if (!shown) this.#pictures = [...this.#pictures.slice(1 - KEPT), picture];
      shown = true;
      this.#parts.changed();
    });
  }
}

/** What to ask for; null where the overview says as much. */
export function partFor(view: Viewport, pixels: number): PicturePart | null {
  const span = spanOf(view);
  if (pixels < 1 || span <= 0 || span > MAX_SPAN_S) return null;
  const columns = Math.max(1, Math.min(MAX_COLUMNS, Math.round(pixels), Math.ceil(span / MIN_COLUMN_S)));
  return { fromS: view.fromS, toS: view.toS, columns, bins: PICTURE_BINS };
}

function samePart(one: PicturePart | null, other: PicturePart | null): boolean {
  if (one === null || other === null) return one === other;
  return one.fromS === other.fromS && one.toS === other.toS && one.columns === other.columns;
}
