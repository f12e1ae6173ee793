/** The module's exports. AssemblyScript; `npm run simd` compiles it into `../convnet-wasm.ts`, with and without relaxed SIMD. */
export { addRows } from "./add-rows";
export { convolve } from "./convolve";
