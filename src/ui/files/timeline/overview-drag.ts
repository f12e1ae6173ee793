/** Pointer over the overview: moves the frame, stretches its edges, or calls it to where one pressed. Owns the listeners. */
import type { Viewport } from "../file-view.ts";
import type { OpenFileView } from "../open-file-view.ts";
import { dragged, type Grab, grabAt } from "./overview-grab.ts";
import { isWhole } from "./viewport.ts";

const CURSORS: Record<Grab, string> = {
  left: "ew-resize",
  right: "ew-resize",
  inside: "grab",
  outside: "pointer",
  span: "crosshair",
};
/** A press that moves less draws no part of its own. */
const STILL_PX = 4;

export class OverviewDrag {
  readonly #strip: HTMLElement;
  readonly #view: OpenFileView;
  readonly #ended = new AbortController();
  #held: { readonly grab: Grab; readonly x: number; readonly shown: Viewport; moved: boolean } | null = null;

  constructor(strip: HTMLElement, view: OpenFileView) {
    this.#strip = strip;
    this.#view = view;
    const { signal } = this.#ended;
    strip.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    strip.addEventListener("pointermove", (event) => this.#move(event), { signal });
    for (const end of ["pointerup", "pointercancel"] as const) {
      strip.addEventListener(end, () => this.#let(), { signal });
    }
  }

  close(): void {
    this.#ended.abort();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || this.#held !== null) return;
    const x = this.#xOf(event);
    const grab = this.#grabAt(x);
    this.#held = { grab, x, shown: this.#view.viewport.getState(), moved: false };
    this.#strip.setPointerCapture(event.pointerId);
    if (grab === "outside") this.#drag(x);
  }

  #move(event: PointerEvent): void {
    const x = this.#xOf(event);
    if (this.#held === null) {
      this.#strip.style.cursor = CURSORS[this.#grabAt(x)];
      return;
    }
    if (Math.abs(x - this.#held.x) >= STILL_PX) this.#held.moved = true;
    if (this.#held.moved) this.#drag(x);
  }

  #drag(x: number): void {
    const held = this.#held;
    if (held === null) return;
    const { durationS } = this.#view;
    this.#view.show(dragged(held.grab, held.shown, this.#timeAt(held.x), this.#timeAt(x), durationS));
  }

  #let(): void {
    this.#held = null;
  }

  #grabAt(x: number): Grab {
    const { durationS } = this.#view;
    const shown = this.#view.viewport.getState();
    const perSecond = this.#strip.clientWidth / Math.max(durationS, 1e-3);
    return grabAt(x, shown.fromS * perSecond, shown.toS * perSecond, isWhole(shown, durationS));
  }

  #timeAt(x: number): number {
    return (x / Math.max(1, this.#strip.clientWidth)) * this.#view.durationS;
  }

  #xOf({ clientX }: PointerEvent): number {
    return clientX - this.#strip.getBoundingClientRect().left;
  }
}
