/** The module's exports. AssemblyScript; `npm run simd` compiles it into `../convnet-wasm.ts`, with and without relaxed SIMD. */
export { accumulate } from "./accumulate";
export { addRows } from "./add-rows";
export { begin, collect, rectify } from "./collect";
export { convolve } from "./convolve";
