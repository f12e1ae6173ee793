/**
 * Whether threads of this page can share memory, and WASM run on several of them: the page must be isolated, and the browser
 * must have it at all (WebKitGTK says `crossOriginIsolated` and has no SharedArrayBuffer).
 */
export function sharesMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === "function";
}
