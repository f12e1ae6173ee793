/**
 * For tests: transformers.js in Node on onnxruntime-web. Its build for Node wants native packages that this app does not
 * install, so it is the one for browsers, which takes the runtime that stands under its symbol and, while it starts, is not
 * told that this is Node: it would then look for files instead of asking `env.fetch`. Give it to `vi.mock`.
 */
export async function transformersInNode(): Promise<object> {
  const runtime = await import("onnxruntime-web");
  Object.assign(globalThis, { [Symbol.for("onnxruntime")]: runtime });
  const { release } = process;
  Object.defineProperty(process, "release", { value: {}, configurable: true });
  try {
    // The package's own entry leads to the other build; a path in a variable keeps the types of 30,000 lines out.
    const webBuild = "../../../node_modules/@huggingface/transformers/dist/transformers.web.js";
    const transformers: object = await import(webBuild);
    delete runtime.env.wasm.wasmPaths; // The library points it at a CDN; Node has the files of the package itself.
    return transformers;
  } finally {
    Object.defineProperty(process, "release", { value: release, configurable: true });
  }
}
