/** The element's attributes as properties of the same meaning: what is set on one side stands on the other. */
import type { Device } from "../../models/model-info.ts";
import type { Activation } from "../../scores/activation.ts";
import { readActivation, readDevice, readSource, readTopK } from "./element-attributes.ts";
import type { ElementSource } from "./element-events.ts";

/** Where there is no document (a server that renders pages) the class can be imported and is nothing. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export class ReflectedElement extends Base {
  get model(): string {
    return this.getAttribute("model") ?? "";
  }
  set model(model: string) {
    this.setAttribute("model", model);
  }
  get source(): ElementSource {
    return readSource(this.getAttribute("source"));
  }
  set source(source: ElementSource) {
    this.setAttribute("source", source);
  }
  get topK(): number {
    return readTopK(this.getAttribute("top-k"));
  }
  set topK(topK: number) {
    this.setAttribute("top-k", String(topK));
  }
  /** Null: the model's own. */
  get functionToApply(): Activation | null {
    return readActivation(this.getAttribute("function-to-apply"));
  }
  set functionToApply(name: Activation | null) {
    this.#reflect("function-to-apply", name);
  }
  get device(): Device {
    return readDevice(this.getAttribute("device"));
  }
  set device(device: Device) {
    this.setAttribute("device", device);
  }
  get hubUrl(): string | null {
    return this.getAttribute("hub-url");
  }
  set hubUrl(url: string | null) {
    this.#reflect("hub-url", url);
  }
  get assetBase(): string | null {
    return this.getAttribute("asset-base");
  }
  set assetBase(url: string | null) {
    this.#reflect("asset-base", url);
  }
  get wasmPaths(): string | null {
    return this.getAttribute("wasm-paths");
  }
  set wasmPaths(url: string | null) {
    this.#reflect("wasm-paths", url);
  }
  get decoderUrl(): string | null {
    return this.getAttribute("decoder-url");
  }
  set decoderUrl(url: string | null) {
    this.#reflect("decoder-url", url);
  }
  /** The model is opened as soon as the element stands in the document, not with the first sound. */
  get preload(): boolean {
    return this.hasAttribute("preload");
  }
  set preload(preload: boolean) {
    this.toggleAttribute("preload", preload);
  }
  get disabled(): boolean {
    return this.hasAttribute("disabled");
  }
  set disabled(disabled: boolean) {
    this.toggleAttribute("disabled", disabled);
  }
  get required(): boolean {
    return this.hasAttribute("required");
  }
  set required(required: boolean) {
    this.toggleAttribute("required", required);
  }
  get name(): string {
    return this.getAttribute("name") ?? "";
  }
  set name(name: string) {
    this.setAttribute("name", name);
  }
  /** What goes with a form: the best label, or all that is shown as JSON. */
  get valueAs(): "label" | "json" {
    return this.getAttribute("value-as") === "json" ? "json" : "label";
  }
  set valueAs(as: "label" | "json") {
    this.setAttribute("value-as", as);
  }

  #reflect(name: string, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}
