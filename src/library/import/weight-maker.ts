/**
 * Makes weights of tensors, in whatever order these come: a weight is made as soon as the last of its sources is there, and a
 * tensor is let go when no weight needs it any more. Holds what waits, and nothing else.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { encode } from "../../models/graph/encode.ts";
import type { GraphPlan, WeightPlan } from "../../models/graph/graph-builder.ts";

export interface MadeWeight {
  readonly plan: WeightPlan;
  readonly parts: readonly Uint8Array[];
}

/** By what a weight is known; its first initializer has a name of its own. */
export function nameOf({ parts }: WeightPlan): string {
  return parts[0]?.name ?? "";
}

export class WeightMaker {
  /** Not made yet. */
  readonly #toMake: Set<WeightPlan>;
  readonly #users = new Map<string, WeightPlan[]>();
  readonly #held = new Map<string, Float32Array>();

  /** @param made names of those that are made already */
  constructor({ weights }: GraphPlan, made: readonly string[]) {
    const known = new Set(made);
    this.#toMake = new Set(weights.filter((plan) => !known.has(nameOf(plan))));
    for (const plan of this.#toMake) {
      for (const source of plan.recipe.sources) this.#users.set(source, [...(this.#users.get(source) ?? []), plan]);
    }
  }

  /** Of the tensors that have not come and are needed. */
  needs(tensor: string): boolean {
    return !this.#held.has(tensor) && this.#usersOf(tensor).length > 0;
  }

  /** Came, and wait for others. */
  waiting(): string[] {
    return [...this.#held.keys()];
  }

  /** @returns the weights that this tensor was the last one for @throws EarshotError `model-corrupt` */
  give(tensor: string, values: Float32Array): MadeWeight[] {
    this.#held.set(tensor, values);
    const ready = this.#usersOf(tensor).filter(({ recipe }) => recipe.sources.every((name) => this.#held.has(name)));
    const made = ready.map((plan) => this.#make(plan));
    for (const { recipe } of ready) {
      for (const source of recipe.sources) if (this.#usersOf(source).length === 0) this.#held.delete(source);
    }
    return made;
  }

  /** Those that need no tensor, when all tensors have come. @throws EarshotError `internal` where others are left */
  rest(): MadeWeight[] {
    const made = [...this.#toMake].filter(({ recipe }) => recipe.sources.length === 0).map((plan) => this.#make(plan));
    const [left] = this.#toMake;
    if (left) throw new EarshotError("internal", `${nameOf(left)} was never made`);
    return made;
  }

  #make(plan: WeightPlan): MadeWeight {
    const { recipe, encoding, parts } = plan;
    const values = recipe.make(recipe.sources.map((name) => this.#held.get(name) ?? new Float32Array()));
    const encoded = encode(encoding, values, recipe.dims);
    for (const [index, { name, bytes }] of parts.entries()) {
      const has = encoded[index]?.byteLength;
      if (has !== bytes) throw new EarshotError("internal", `${name}: ${has} bytes, ${bytes} planned`);
    }
    this.#toMake.delete(plan);
    return { plan, parts: encoded };
  }

  #usersOf(tensor: string): WeightPlan[] {
    return this.#users.get(tensor)?.filter((plan) => this.#toMake.has(plan)) ?? [];
  }
}
