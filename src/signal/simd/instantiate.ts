/**
 * Owns: the compiled module of this folder, and instances of it with a memory of their own.
 *
 * Each user has its instance: who drops it frees it, and nothing outlives or disturbs another stream. Compiled and
 * instantiated synchronously: a few KB, well under a millisecond's work.
 * Where WebAssembly or its SIMD is missing, forbidden or out of memory there is no instance, and the callers'
 * TypeScript twins give the same sound, slower.
 */
import { SIGNAL_WASM_BASE64 } from "./signal-wasm.ts";

/** Exports of `assembly/index.ts`; addresses are bytes. */
export interface SignalExports {
  keepSound(samples: number, count: number): void;
  resample(
    history: number,
    rows: number,
    out: number,
    count: number,
    taps: number,
    steps: number,
    up: number,
    phase: number,
    positionStep: number,
    phaseStep: number,
  ): void;
  logMel(settings: number, samples: number, rows: number, quartets: number): number;
}

export interface SignalInstance {
  /** Never grows, so views of it stay valid. */
  readonly memory: ArrayBuffer;
  readonly exports: SignalExports;
}

/** What we use of the WebAssembly and HTML standards: this folder is typed with ES2023 alone, which has neither. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (descriptor: { readonly initial: number; readonly maximum: number }) => { buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: SignalExports };
  validate(bytes: Uint8Array): boolean;
}
declare const WebAssembly: WebAssemblyLike | undefined;
declare function atob(base64: string): string;

const PAGE_BYTES = 65536;

/** Compiled on first use, once a thread; null where it can't be. */
let compiled: object | null | undefined;

/** An instance with at least `bytes` of zeroed memory; null where there can be none. */
export function instantiate(bytes: number): SignalInstance | null {
  if (typeof WebAssembly === "undefined") return null;
  try {
    compiled ??= compile(WebAssembly);
    if (compiled === null) return null;
    const pages = Math.ceil(bytes / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    return { memory: memory.buffer, exports };
  } catch {
    // A policy without 'wasm-unsafe-eval', or no memory left.
    return null;
  }
}

function compile(webAssembly: WebAssemblyLike): object | null {
  const bytes = Uint8Array.from(atob(SIGNAL_WASM_BASE64), (character) => character.charCodeAt(0));
  // An engine without SIMD finds the bytes invalid.
  return webAssembly.validate(bytes) ? new webAssembly.Module(bytes) : null;
}
