/** The module's exports. AssemblyScript; `npm run simd` compiles it into `../signal-wasm.ts`. */
export { keepSound, resample } from "./resample";
