/**
 * The element's model and its microphone: opened when they are first wanted, ended together. What listens is the app's own live
 * session, on a store of the element's own.
 */
import { openMicrophone } from "../../capture/microphone.ts";
import { openTapFrom } from "../../capture/worklet-source.ts";
import type { Activation } from "../../scores/activation.ts";
import { DEFAULT_SETTINGS } from "../../session/default-settings.ts";
import { LiveFeedHub } from "../../session/live-feed.ts";
import { LiveSession } from "../../session/live-session.ts";
import type { LiveState } from "../../session/state.ts";
import { createEarshotStore } from "../../session/store.ts";
import { findAssets } from "../assets.ts";
import { OpenModel } from "../open-model.ts";
import type { ClassifierOptions } from "../types.ts";

export interface ShownSettings {
  readonly activation: Activation | null;
  readonly topK: number;
}

export class ElementModel {
  readonly #model: string;
  readonly #options: ClassifierOptions;
  readonly #store = createEarshotStore(DEFAULT_SETTINGS, [], false);
  readonly #closing = new AbortController();
  readonly #stopHearing: () => void;
  #opening: Promise<OpenModel> | null = null;
  #open: OpenModel | null = null;
  #live: LiveSession | null = null;

  /** @param onLive told of each change of the live stream */
  constructor(model: string, options: ClassifierOptions, onLive: (live: LiveState) => void) {
    this.#model = model;
    this.#options = options;
    this.#stopHearing = this.#store.subscribe(({ live }, before) => {
      if (live !== before.live) onLive(live);
    });
  }

  get open(): OpenModel | null {
    return this.#open;
  }

  /** At and above this score a label counts as heard. */
  get heardFrom(): number {
    return this.#store.getState().settings.threshold;
  }

  show({ activation, topK }: ShownSettings): void {
    const { settings } = this.#store.getState();
    if (settings.activation === activation && settings.topK === topK) return;
    this.#store.setState({ settings: { ...settings, activation, topK } });
  }

  /** Joined by whoever asks while it is on its way; a failure is forgotten, so that the next one tries anew. */
  load(): Promise<OpenModel> {
    this.#opening ??= this.#begin();
    return this.#opening;
  }

  async listen(): Promise<void> {
    const open = await this.load();
    const store = this.#store;
    this.#live ??= new LiveSession({
      store,
      stream: open.stream,
      feed: new LiveFeedHub(),
      engine: () => open.engine,
      isHidden: () => false,
    });
    const { workletUrl } = findAssets(this.#options);
    await this.#live.start("microphone", (signal) =>
      openMicrophone({ deviceId: null, signal }, undefined, (...tap) => openTapFrom(workletUrl, ...tap)),
    );
  }

  async silence(): Promise<void> {
    await this.#live?.stop();
  }

  /** The microphone's light goes off, the workers end. */
  dispose(): void {
    this.#closing.abort();
    this.#stopHearing();
    void this.#live?.stop().catch(() => {}); // Nobody is left to be told; tracks are stopped first.
    this.#open?.dispose();
  }

  async #begin(): Promise<OpenModel> {
    const { signal } = this.#closing;
    const forget = () => {
      this.#opening = null;
      this.#open?.dispose();
      this.#open = null;
      this.#live = null;
    };
    try {
      const open = await OpenModel.open(this.#model, this.#options, signal, forget);
      if (signal.aborted) open.dispose();
      signal.throwIfAborted();
      this.#open = open;
      return open;
    } catch (thrown) {
      forget();
      throw thrown;
    }
  }
}
