/**
 * A canvas that is sharp at any pixel ratio and follows the theme. Owns its observers and listeners; `close()` ends them.
 * Paints at most once a frame, and at once when its size changes, so that it is never seen empty.
 */

/** Colours that a part's style sheet lends to its canvas, by properties which a canvas does not use itself. */
export interface SurfaceInk {
  /** `color` */
  readonly ink: string;
  /** `column-rule-color` */
  readonly quiet: string;
  /** `text-decoration-color` */
  readonly bar: string;
  /** Of the ground; told by `caret-color: light-dark(#fff, #000)`. */
  readonly dark: boolean;
  readonly font: string;
}

/** Sizes in device pixels; `ratio` of them make a CSS pixel. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly ink: SurfaceInk;
}

export class CanvasSurface {
  readonly #canvas: HTMLCanvasElement;
  readonly #paint: (surface: Surface) => void;
  readonly #resize: ResizeObserver;
  readonly #theme: MutationObserver;
  readonly #ended = new AbortController();
  #ink: SurfaceInk | null = null;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, paint: (surface: Surface) => void) {
    this.#canvas = canvas;
    this.#paint = paint;
    this.#resize = new ResizeObserver(([entry]) => this.#fit(entry));
    try {
      this.#resize.observe(canvas, { box: "device-pixel-content-box" });
    } catch {
      this.#resize.observe(canvas); // Safari does not count device pixels; `#fit` rounds.
    }
    this.#theme = new MutationObserver(this.#retheme);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const { signal } = this.#ended;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.#retheme, { signal });
    void document.fonts?.ready.then(() => this.invalidate());
  }

  invalidate = (): void => {
    if (this.#frame !== 0 || this.#ended.signal.aborted) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  };

  close(): void {
    this.#ended.abort();
    cancelAnimationFrame(this.#frame);
    this.#resize.disconnect();
    this.#theme.disconnect();
  }

  readonly #retheme = () => {
    this.#ink = null;
    this.invalidate();
  };

  #fit(entry: ResizeObserverEntry | undefined): void {
    const exact = entry?.devicePixelContentBoxSize?.[0];
    const { width, height } = entry?.contentRect ?? this.#canvas.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    this.#canvas.width = exactOr(exact?.inlineSize, width * ratio);
    this.#canvas.height = exactOr(exact?.blockSize, height * ratio);
    this.#ink = null;
    this.#draw();
  }

  #draw(): void {
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext("2d");
    if (context === null || width === 0 || height === 0) return;
    this.#ink ??= readInk(this.#canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    this.#paint({ context, width, height, ratio: devicePixelRatio || 1, ink: this.#ink });
  }
}

/** The browser's own count where it fits: under an emulated pixel ratio it counts CSS pixels. */
function exactOr(exact: number | undefined, about: number): number {
  return exact !== undefined && Math.abs(exact - about) < 2 ? exact : Math.round(about);
}

function readInk(canvas: HTMLCanvasElement): SurfaceInk {
  const style = getComputedStyle(canvas);
  return {
    ink: style.color,
    quiet: style.columnRuleColor,
    bar: style.textDecorationColor,
    dark: style.caretColor === "rgb(0, 0, 0)",
    font: style.fontFamily,
  };
}
