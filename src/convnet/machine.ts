/** A net's memory and kernels, as its steps see them. */
import { instantiator } from "../signal/simd/wasm-instances.ts";
import { PLAIN_WASM_BASE64, RELAXED_WASM_BASE64 } from "./convnet-wasm.ts";

/** Exports of `assembly/index.ts`; addresses are bytes. */
export interface ConvnetExports {
  convolve(
    tiles: number,
    numTiles: number,
    weights: number,
    bias: number,
    blocks: number,
    kernelRows: number,
    rowBytes: number,
    run: number,
    least: number,
    adds: boolean,
  ): void;
  accumulate(
    pixels: number,
    numPixels: number,
    toRun: number,
    run: number,
    toSums: number,
    weights: number,
    eights: number,
  ): void;
  begin(
    image: number,
    rows: number,
    pitch: number,
    bytes: number,
    bias: number,
    lanes: number,
    added: number,
    addedPitch: number,
  ): void;
  rectify(image: number, rows: number, pitch: number, bytes: number): void;
  collect(
    image: number,
    rows: number,
    pitch: number,
    columns: number,
    numLanes: number,
    border: number,
    entries: number,
    entriesPitch: number,
    told: number,
    toldPitch: number,
  ): void;
  addRows(image: number, rows: number, pitch: number, table: number, bytes: number): void;
}

export interface Machine {
  readonly exports: ConvnetExports;
  /** The whole memory. */
  readonly floats: Float32Array;
}

/** One layer's work. */
export type Step = (machine: Machine) => void;

/** Fused multiply-adds where the engine has them: twice as fast, and rounded once instead of twice. */
export const instantiate = instantiator<ConvnetExports>([RELAXED_WASM_BASE64, PLAIN_WASM_BASE64]);
