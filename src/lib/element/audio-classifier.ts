/**
 * `<audio-classifier>`: a model, a microphone or a file, and bars, for any page. Owns its model's workers and its microphone from
 * the first wish to the moment it leaves the document, and lets go of both then. Attributes and properties are the same thing;
 * its value goes with a form as a field's does. Long, because a custom element's callbacks, attributes and form life stand in one class.
 */
import { ApiError } from "../../api/api-error.ts";
import { asEarshotError, EarshotError } from "../../errors/earshot-error.ts";
import { scoreScale } from "../../scores/score-scale.ts";
import type { LabelScore } from "../../scores/top-k.ts";
import type { LiveState } from "../../session/state.ts";
import { classifierOf } from "../classifier-of.ts";
import { rejection } from "../rejection.ts";
import type { AudioClassificationOutput, CallOptions, ClassifierOptions, ModelProgress } from "../types.ts";
import { MODEL_ATTRIBUTES, OBSERVED } from "./element-attributes.ts";
import type { AudioClassifierEventMap, ElementState, ResultDetail } from "./element-events.ts";
import { ElementModel } from "./element-model.ts";
import { ElementView } from "./element-view.ts";
import { alertOf, heardText, progressText } from "./element-words.ts";
import { FormValue } from "./form-value.ts";
import { ReflectedElement } from "./reflected-element.ts";

/** Its own events, and those that every element has. */
type ElementEventMap = Omit<HTMLElementEventMap, keyof AudioClassifierEventMap> & AudioClassifierEventMap;

export class AudioClassifierElement extends ReflectedElement {
  static readonly formAssociated = true;
  static readonly observedAttributes: readonly string[] = OBSERVED;

  /** For gated and private models. A property alone: it never stands in the document. */
  accessToken: string | undefined;
  readonly #internals = this.attachInternals();
  readonly #form = new FormValue(this.#internals, this);
  readonly #view = new ElementView(this.attachShadow({ mode: "open", delegatesFocus: true }), {
    toggle: () => void this.#toggle().catch(() => {}), // Told by the event and the alert.
    choose: (file) => void this.classify(file).catch(() => {}),
  });
  #model: ElementModel | null = null;
  #state: ElementState = "idle";
  #rows: readonly LabelScore[] = [];
  #formDisabled = false;
  #call: AbortController | null = null;

  /** Empty before the first result. */
  get value(): string {
    return this.#form.value;
  }
  get state(): ElementState {
    return this.#state;
  }
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  get validity(): ValidityState {
    return this.#internals.validity;
  }
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  override addEventListener<N extends keyof ElementEventMap>(
    type: N,
    listener: (this: AudioClassifierElement, event: ElementEventMap[N]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  /** Opens the model where it is not open. @throws EarshotError */
  async load(): Promise<void> {
    await this.#told(() => this.#loaded());
  }

  /** Listens to the microphone; resolves when it is open. @throws EarshotError */
  async start(): Promise<void> {
    await this.#told(async () => {
      const model = await this.#loaded();
      let failure: EarshotError | null = null;
      this.#onLiveFailure = (error) => {
        failure = error;
      };
      await model.listen().finally(() => {
        this.#onLiveFailure = null;
      });
      if (failure) throw failure;
    });
  }

  /** The microphone goes off, a clip that is on its way is called off; the model stays open. */
  async stop(): Promise<void> {
    this.#call?.abort(new EarshotError("aborted", "stopped"));
    await this.#model?.silence();
  }

  /** A sound or video file, by this element's model, function and number of labels. @throws ApiError | EarshotError | the reason */
  async classify(audio: Blob | ArrayBuffer, { signal }: CallOptions = {}): Promise<AudioClassificationOutput> {
    return this.#told(async () => {
      await this.stop();
      const call = new AbortController();
      this.#call = call;
      const ends = signal ? AbortSignal.any([signal, call.signal]) : call.signal;
      const model = await this.#loaded();
      const { open } = model;
      if (!open) throw new EarshotError("aborted", "the model was closed");
      this.#enter("classifying");
      this.#view.say("Listening to the file.");
      const parameters = { top_k: this.topK, function_to_apply: this.functionToApply };
      try {
        const heard = await classifierOf(this.model, open).hear(audio, parameters, { signal: ends });
        this.#enter("ready");
        this.#view.say(heardText(heard));
        this.#take({ source: "file", ...heard }, heard.output);
        return heard.output;
      } finally {
        if (this.#call === call) this.#call = null;
      }
    }, signal);
  }

  connectedCallback(): void {
    this.#draw();
    this.#form.check();
    if (this.preload && this.model) void this.load().catch(() => {}); // Told by the event and the alert.
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    const isModel = MODEL_ATTRIBUTES.some((one) => one === name);
    if (isModel || name === "source") this.#close();
    this.#draw();
    this.#form.check();
    if (isModel && this.isConnected && this.preload && this.model) void this.load().catch(() => {});
  }

  formDisabledCallback(disabled: boolean): void {
    this.#formDisabled = disabled;
    if (disabled) void this.stop();
    this.#draw();
  }

  formResetCallback(): void {
    this.#rows = [];
    this.#form.clear();
    this.#view.warn("");
    this.#view.say("");
    this.#draw();
  }

  /** While the microphone opens, whoever asked for it is told instead of the live stream's own listener. */
  #onLiveFailure: ((error: EarshotError) => void) | null = null;

  async #toggle(): Promise<void> {
    if (this.source === "file") return this.#view.askFile();
    const isOn = this.#state === "listening" || this.#state === "opening" || this.#state === "loading";
    return isOn ? this.#turnOff() : this.start();
  }

  async #turnOff(): Promise<void> {
    // What only comes is called off as well.
    if (this.#state === "loading") this.#close();
    else await this.stop();
  }

  async #loaded(): Promise<ElementModel> {
    if (!this.isConnected) throw new EarshotError("aborted", "the element is in no document");
    if (!this.model) throw new EarshotError("model-reference-invalid", "no model", { details: { problem: "empty" } });
    this.#model ??= new ElementModel(this.model, this.#options(), (live) => this.#hear(live));
    const model = this.#model;
    if (!model.open) this.#enter("loading");
    await model.load();
    if (this.#model !== model) throw new EarshotError("aborted", "the model was closed");
    if (this.#state === "loading") {
      this.#enter("ready");
      this.#view.say("Ready.");
    }
    this.#draw();
    return model;
  }

  #options(): ClassifierOptions {
    return {
      device: this.device,
      hubUrl: this.hubUrl ?? undefined,
      accessToken: this.accessToken,
      assetBase: this.assetBase ?? undefined,
      wasmPaths: this.wasmPaths ?? undefined,
      decoderUrl: this.decoderUrl ?? undefined,
      onProgress: (progress: ModelProgress) => this.#view.say(progressText(progress)),
    };
  }

  #hear(live: LiveState): void {
    switch (live.phase) {
      case "off":
        if (this.#state === "listening" || this.#state === "opening") this.#enter("ready");
        this.#view.say("Stopped.");
        return;
      case "opening":
        this.#enter("opening");
        this.#view.say("Opening the microphone.");
        return;
      case "listening": {
        this.#enter("listening");
        if (!live.result) return;
        const output = live.result.rows.map(({ label, score }) => ({ label, score })).sort((a, b) => b.score - a.score);
        this.#take({ source: "microphone", output, endS: live.result.endS }, live.result.rows);
        this.#view.sayHeard(live.result.heard?.label ?? null, performance.now());
        return;
      }
      case "failed": {
        const error = new EarshotError(live.problem.code, live.problem.code, { details: live.problem.details });
        if (this.#onLiveFailure) this.#onLiveFailure(error);
        else this.#fail(error);
        return;
      }
      default:
        live satisfies never;
    }
  }

  #take(detail: ResultDetail, rows: readonly LabelScore[]): void {
    this.#rows = rows;
    this.#form.take(detail.output);
    this.#draw();
    this.#tell("result", detail);
  }

  /** Says a failure once, to the person and to the page, and gives it back to whoever called. */
  async #told<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#view.warn("");
    try {
      return await work();
    } catch (thrown) {
      const reason = rejection(thrown, signal);
      if (signal?.aborted || (reason instanceof EarshotError && reason.code === "aborted")) this.#settle();
      else this.#fail(reason instanceof ApiError ? reason : asEarshotError(reason));
      throw reason;
    }
  }

  #fail(error: EarshotError | ApiError): void {
    const message = alertOf(error);
    this.#enter("failed");
    this.#view.say("");
    this.#view.warn(message);
    this.#tell("error", { error, message });
  }

  /** After what was called off: nothing failed. */
  #settle(): void {
    this.#enter(this.#model?.open ? "ready" : "idle");
    this.#view.say("");
  }

  #close(): void {
    this.#call?.abort(new EarshotError("aborted", "the element was closed"));
    const model = this.#model;
    this.#model = null;
    model?.dispose();
    if (model) this.#settle();
  }

  #enter(state: ElementState): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    this.#internals.states?.delete(previous);
    this.#internals.states?.add(state);
    this.#draw();
    this.#tell("statechange", { state, previous });
  }

  #draw(): void {
    const { topK, functionToApply } = this;
    this.#model?.show({ activation: functionToApply, topK });
    const own = this.#model?.open?.engine.info.activation ?? "softmax";
    const busy = ["loading", "opening", "listening", "classifying"].includes(this.#state);
    this.#view.showModel(this.model);
    this.#view.showSource(this.source, { busy, disabled: this.disabled || this.#formDisabled });
    this.#view.showRows(
      this.#rows.slice(0, topK),
      topK,
      scoreScale(functionToApply ?? own),
      this.#model?.heardFrom ?? 0.5,
    );
  }

  #tell<N extends keyof AudioClassifierEventMap>(name: N, detail: AudioClassifierEventMap[N]["detail"]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
