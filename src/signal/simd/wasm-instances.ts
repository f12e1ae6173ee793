/**
 * Owns: modules compiled from base64, and instances of them with a memory of their own.
 *
 * Each user has its instance: who drops it frees it, and nothing outlives or disturbs another stream. Compiled and
 * instantiated synchronously: a few KB, well under a millisecond's work.
 */

export interface WasmInstance<Exports> {
  /** Never grows, so views of it stay valid. */
  readonly memory: ArrayBuffer;
  readonly exports: Exports;
}

/** An instance with at least so many bytes of zeroed memory; null where there can be none. */
export type Instantiate<Exports> = (bytes: number) => WasmInstance<Exports> | null;

/** What we use of the WebAssembly and HTML standards: this folder is typed with ES2023 alone, which has neither. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (descriptor: { readonly initial: number; readonly maximum: number }) => { buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  validate(bytes: Uint8Array): boolean;
}
declare const WebAssembly: WebAssemblyLike;
declare function atob(base64: string): string;

const PAGE_BYTES = 65536;

/** @param binaries in base64, the best first: an engine takes the first whose instructions it has. They import `env.memory`. */
export function instantiator<Exports>(binaries: readonly string[]): Instantiate<Exports> {
  /** Compiled on first use, once a thread; null where none can be. */
  let compiled: object | null | undefined;
  return (bytes) => {
    try {
      compiled ??= compileFirst(binaries);
      if (compiled === null) return null;
      const pages = Math.ceil(bytes / PAGE_BYTES);
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
      const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
      return { memory: memory.buffer, exports: exports as Exports };
    } catch {
      // No WebAssembly, a policy without 'wasm-unsafe-eval', or no memory left.
      return null;
    }
  };
}

function compileFirst(binaries: readonly string[]): object | null {
  for (const base64 of binaries) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    // An engine without its instructions finds the bytes invalid.
    if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  }
  return null;
}
