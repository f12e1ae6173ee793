/**
 * Pointer and wheel over the detail. Owns the listeners; `close()` ends them.
 *
 * A drag pans, two fingers pinch, a press that does not move is a tap. Ctrl or ⌘ with the wheel (and a trackpad's pinch,
 * which browsers report so) zooms; a sideways wheel, or Shift, pans. The plain wheel scrolls the page, unless the
 * timeline has the focus: then it zooms, and scrolls the page again once the whole file is shown.
 */

import type { Viewport } from "../file-view.ts";
import type { OpenFileView } from "../open-file-view.ts";
import { isWhole, panned, pinched, spanOf, timeAt, wheelFactor, zoomed } from "./viewport.ts";

/** A finger is less steady than a mouse. */
const STILL_PX = { mouse: 4, touch: 10 };
const LINE_PX = 16;
const PAGE_PX = 400;
/** A wheel with notches turns by more than a trackpad pinches. */
const PINCH_PX = 40;

export interface PaneParts {
  readonly pane: HTMLElement;
  readonly view: OpenFileView;
  hasFocus(): boolean;
  onTap(timeS: number): void;
  /** Null: the pointer has left. */
  onHover(timeS: number | null): void;
}

export class PaneGestures {
  readonly #parts: PaneParts;
  readonly #ended = new AbortController();
  /** Where each pointer is, pixels from the pane's left. */
  readonly #pointers = new Map<number, number>();
  /** Where each was when this drag or pinch began, and what was shown then. */
  #from = new Map<number, number>();
  #shown: Viewport;
  #moved = false;

  constructor(parts: PaneParts) {
    this.#parts = parts;
    this.#shown = parts.view.viewport.getState();
    const { pane } = parts;
    const { signal } = this.#ended;
    pane.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    pane.addEventListener("pointermove", (event) => this.#move(event), { signal });
    pane.addEventListener("pointerup", (event) => this.#up(event), { signal });
    pane.addEventListener("pointercancel", (event) => this.#lose(event), { signal });
    pane.addEventListener("pointerleave", () => parts.onHover(null), { signal });
    pane.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
  }

  close(): void {
    this.#ended.abort();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (this.#pointers.size === 0) this.#moved = false;
    this.#pointers.set(event.pointerId, this.#xOf(event));
    if (this.#pointers.size > 1) this.#moved = true;
    this.#begin();
  }

  #move(event: PointerEvent): void {
    const x = this.#xOf(event);
    if (this.#pointers.has(event.pointerId)) {
      this.#pointers.set(event.pointerId, x);
      this.#drag(event);
    }
    if (event.pointerType !== "touch") this.#parts.onHover(this.#timeAt(x));
  }

  #drag(event: PointerEvent): void {
    const { pane, view } = this.#parts;
    const [first, second] = this.#pointers.keys();
    if (first === undefined) return;
    const now = [...this.#pointers.values()];
    const before = [...this.#pointers.keys()].map((id) => this.#from.get(id) ?? 0);
    const width = pane.clientWidth;
    if (second !== undefined) {
      view.show(
        pinched(this.#shown, [before[0] ?? 0, before[1] ?? 0], [now[0] ?? 0, now[1] ?? 0], width, view.durationS),
      );
      return;
    }
    const byPx = (now[0] ?? 0) - (before[0] ?? 0);
    if (!this.#moved && Math.abs(byPx) < STILL_PX[event.pointerType === "touch" ? "touch" : "mouse"]) return;
    if (!this.#moved) pane.setPointerCapture(first);
    this.#moved = true;
    view.show(panned(this.#shown, (-byPx / width) * spanOf(this.#shown), view.durationS));
  }

  #up(event: PointerEvent): void {
    const x = this.#pointers.get(event.pointerId);
    const tapped = x !== undefined && !this.#moved;
    this.#lose(event);
    if (tapped) this.#parts.onTap(this.#timeAt(x));
  }

  #lose(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    this.#begin();
  }

  #begin(): void {
    this.#from = new Map(this.#pointers);
    this.#shown = this.#parts.view.viewport.getState();
  }

  #wheel(event: WheelEvent): void {
    const { view, pane, hasFocus } = this.#parts;
    const shown = view.viewport.getState();
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      event.preventDefault();
      view.show(panned(shown, ((sideways * unit) / pane.clientWidth) * spanOf(shown), view.durationS));
    } else if (zooms || (hasFocus() && !(event.deltaY > 0 && isWhole(shown, view.durationS)))) {
      event.preventDefault();
      const fine = event.ctrlKey && event.deltaMode === 0 && Math.abs(event.deltaY) < PINCH_PX;
      const around = this.#timeAt(this.#xOf(event));
      view.show(zoomed(shown, wheelFactor(event.deltaY * unit, fine), around, view.durationS));
    }
  }

  #xOf({ clientX }: MouseEvent): number {
    return clientX - this.#parts.pane.getBoundingClientRect().left;
  }

  #timeAt(x: number): number {
    const { view, pane } = this.#parts;
    return Math.min(view.durationS, Math.max(0, timeAt(view.viewport.getState(), x, pane.clientWidth)));
  }
}
