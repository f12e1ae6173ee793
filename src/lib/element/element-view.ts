/**
 * The element's inside: one button or one file field, the bars, a status, an alert. Draws what it is told and says what a
 * person does; text stays text, whatever a label holds. Rows are made once and stand still.
 */
import { positionOnScale, type ScoreScale } from "../../scores/score-scale.ts";
import type { LabelScore } from "../../scores/top-k.ts";
import type { ElementSource } from "./element-events.ts";
import { elementSheet } from "./element-style.ts";

export interface ViewActions {
  toggle(): void;
  choose(file: File): void;
}

/** A screen reader is told a new label at most so often. */
const TELL_EVERY_MS = 3_000;

export class ElementView {
  readonly #actions: ViewActions;
  readonly #model = make("span", "model");
  readonly #button = make("button", "button");
  readonly #field = make("input", "file");
  readonly #bar = make("div", "bar");
  readonly #list = make("ul", "list");
  readonly #status = make("p", "status");
  readonly #alert = make("p", "alert");
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(root: ShadowRoot, actions: ViewActions) {
    this.#actions = actions;
    this.#button.type = "button";
    this.#button.addEventListener("click", () => actions.toggle());
    this.#field.type = "file";
    this.#field.accept = "audio/*,video/*";
    this.#field.tabIndex = -1;
    this.#field.hidden = true;
    this.#field.addEventListener("change", () => this.#chosen());
    this.#list.setAttribute("role", "list"); // Safari drops it from a list without markers.
    this.#list.setAttribute("aria-label", "Top labels");
    this.#status.setAttribute("role", "status");
    this.#alert.setAttribute("role", "alert");
    this.#bar.append(this.#button, this.#field, this.#model);
    root.adoptedStyleSheets = [elementSheet()];
    root.append(this.#bar, this.#list, this.#status, this.#alert);
  }

  /** Of a folder its own name, of a Hub's model the whole. */
  showModel(model: string): void {
    const isFolder = /^(\.{0,2}\/|https?:)/i.test(model);
    this.#model.textContent = isFolder ? (model.split("/").findLast((part) => part !== "") ?? model) : model;
  }

  showSource(source: ElementSource, { busy, disabled }: { readonly busy: boolean; readonly disabled: boolean }): void {
    const isFile = source === "file";
    this.#button.textContent = isFile ? "Choose an audio file" : busy ? "Stop listening" : "Start listening";
    this.#button.disabled = disabled || (isFile && busy);
  }

  /** @param places rows that have their room, whether there is something in them or not */
  showRows(rows: readonly LabelScore[], places: number, scale: ScoreScale, heardFrom: number): void {
    while (this.#list.children.length > places) this.#list.lastElementChild?.remove();
    while (this.#list.children.length < places) this.#list.append(emptyRow());
    for (const [index, item] of [...this.#list.children].entries()) {
      if (item instanceof HTMLElement) fillRow(item, rows[index] ?? null, scale, heardFrom);
    }
  }

  /** Asks for a file, as a click on a field of the page's own would. */
  askFile(): void {
    this.#field.click();
  }

  say(text: string): void {
    this.#status.textContent = text;
  }

  /** What is heard while it is heard: not said again before a person could have listened to it. */
  sayHeard(label: string | null, nowMs: number): void {
    const text = label === null ? "Listening." : `Listening. ${label}.`;
    if (nowMs - this.#toldAtMs < TELL_EVERY_MS || this.#status.textContent === text) return;
    this.#toldAtMs = nowMs;
    this.say(text);
  }

  warn(text: string): void {
    this.#alert.textContent = text;
  }

  #chosen(): void {
    const [file] = this.#field.files ?? [];
    this.#field.value = ""; // The same file may be chosen again.
    if (file) this.#actions.choose(file);
  }
}

function make<N extends keyof HTMLElementTagNameMap>(name: N, part: string): HTMLElementTagNameMap[N] {
  const element = document.createElement(name);
  element.setAttribute("part", part);
  return element;
}

function emptyRow(): HTMLLIElement {
  const meter = make("div", "meter");
  meter.append(make("span", "fill"));
  const row = make("li", "row");
  row.append(make("span", "label"), meter, make("span", "score"));
  return row;
}

function fillRow(row: HTMLElement, content: LabelScore | null, scale: ScoreScale, heardFrom: number): void {
  const [label, meter, score] = row.children;
  const fill = meter?.firstElementChild;
  if (!label || !meter || !score || !(fill instanceof HTMLElement)) return;
  row.toggleAttribute("data-heard", content !== null && content.score >= heardFrom);
  if (content) row.removeAttribute("aria-hidden");
  else row.setAttribute("aria-hidden", "true");
  const shown = content ? content.score.toFixed(2).replace("-", "\u2212") : "";
  label.textContent = content?.label ?? "";
  label.setAttribute("title", content?.label ?? "");
  score.textContent = shown;
  fill.style.transform = `scaleX(${content ? positionOnScale(scale, content.score) : 0})`;
  const meaning = content && {
    role: "meter",
    "aria-label": content.label,
    "aria-valuemin": String(scale.min),
    "aria-valuemax": String(scale.max),
    "aria-valuenow": String(Number(content.score.toFixed(6))),
    "aria-valuetext": shown,
  };
  for (const name of [
    "role",
    "aria-label",
    "aria-valuemin",
    "aria-valuemax",
    "aria-valuenow",
    "aria-valuetext",
  ] as const) {
    if (meaning) meter.setAttribute(name, meaning[name]);
    else meter.removeAttribute(name);
  }
}
