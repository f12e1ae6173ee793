/**
 * Which models are loaded: a few, the least recently used one makes room. A model is opened once however many ask for it, and
 * one that could not be opened is tried again by the next who asks.
 */
import { ApiError } from "../api/api-error.ts";
import type { FoundModel } from "./find-model.ts";
import { type LaneOptions, ModelLanes } from "./model-lanes.ts";
import type { RuntimeName } from "./protocol.ts";

export interface RackOptions extends LaneOptions {
  /** @throws EarshotError `model-not-found` */
  readonly findModel: (id: string) => Promise<FoundModel>;
  readonly mostModels: number;
}

export type ModelState = "ready" | "loading" | "not-loaded";

interface Place {
  readonly lanes: Promise<ModelLanes>;
  /** Null while it opens. */
  opened: ModelLanes | null;
}

export class ModelRack {
  readonly #options: RackOptions;
  /** In the order of their last use. */
  readonly #places = new Map<string, Place>();

  constructor(options: RackOptions) {
    this.#options = options;
  }

  get loaded(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** Null before the first model is open. */
  get runtime(): RuntimeName | null {
    const opened = [...this.#places.values()].find((place) => place.opened !== null);
    return opened?.opened?.runtime ?? null;
  }

  state(id: string): ModelState {
    const place = this.#places.get(id);
    if (!place) return "not-loaded";
    return place.opened ? "ready" : "loading";
  }

  /** Whether there is such a model. @throws EarshotError `model-not-found` */
  async find(id: string): Promise<void> {
    await this.#options.findModel(id);
  }

  /** @throws ApiError 503 where every place is at work; EarshotError `model-*` */
  async get(id: string): Promise<ModelLanes> {
    const known = this.#places.get(id);
    if (known) {
      this.#places.delete(id);
      this.#places.set(id, known);
      return known.lanes;
    }
    const found = await this.#options.findModel(id);
    const meanwhile = this.#places.get(id);
    if (meanwhile) return meanwhile.lanes;
    this.#makeRoom();
    const place: Place = { lanes: this.#open(found), opened: null };
    this.#places.set(id, place);
    try {
      place.opened = await place.lanes;
      return place.opened;
    } catch (thrown) {
      if (this.#places.get(id) === place) this.#places.delete(id);
      throw thrown;
    }
  }

  close(): void {
    for (const { lanes } of this.#places.values()) lanes.then((opened) => opened.close()).catch(() => {}); // Told to who asked.
    this.#places.clear();
  }

  async #open(found: FoundModel): Promise<ModelLanes> {
    return ModelLanes.open(await found.read(), this.#options);
  }

  #makeRoom(): void {
    if (this.#places.size < this.#options.mostModels) return;
    for (const [id, { opened }] of this.#places) {
      if (!opened || opened.busy) continue;
      opened.close();
      this.#places.delete(id);
      return;
    }
    throw new ApiError(503, "Other models are at work. Ask again in a moment.", 2);
  }
}
