/** Owns: where tables and scratch lie in an instance's memory, one after the other, each aligned to 16 bytes. */
import type { Instantiate, WasmInstance } from "./wasm-instances.ts";

type Table = Float32Array | Int32Array | Uint8Array;

export class MemoryPlan {
  #bytes = 0;
  readonly #tables: { readonly at: number; readonly table: Table }[] = [];

  /** @returns the address of `count` values of 4 bytes. */
  reserve(count: number): number {
    const at = this.#bytes;
    this.#bytes += Math.ceil(count / 4) * 16;
    return at;
  }

  /** Any numbers but an Int32Array become float32. */
  add(values: Int32Array | ArrayLike<number>): number {
    return this.#place(values instanceof Int32Array ? values : new Float32Array(values));
  }

  /** As they are, in fours. */
  addBytes(bytes: Uint8Array): number {
    return this.#place(bytes);
  }

  /** Null where there can be none. */
  instantiate<Exports>(instantiate: Instantiate<Exports>): WasmInstance<Exports> | null {
    const instance = instantiate(this.#bytes);
    if (instance === null) return null;
    const bytes = new Uint8Array(instance.memory);
    for (const { at, table } of this.#tables) {
      bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
    }
    return instance;
  }

  #place(table: Table): number {
    const at = this.reserve(table.byteLength / 4);
    this.#tables.push({ at, table });
    return at;
  }
}
