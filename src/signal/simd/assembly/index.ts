/** The module's exports. AssemblyScript; `npm run simd` compiles it into `../signal-wasm.ts`. */
export { logMel } from "./log-mel";
export { keepSound, resample } from "./resample";
