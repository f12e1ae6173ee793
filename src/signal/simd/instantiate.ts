/**
 * Instances of this folder's module. Where WebAssembly or its SIMD is missing, forbidden or out of memory there is none, and
 * the callers' TypeScript twins give the same sound, slower.
 */
import { SIGNAL_WASM_BASE64 } from "./signal-wasm.ts";
import { instantiator } from "./wasm-instances.ts";

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

export const instantiate = instantiator<SignalExports>([SIGNAL_WASM_BASE64]);
