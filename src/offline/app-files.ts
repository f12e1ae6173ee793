/** Which files of the built app are kept for offline use, and when they are fetched. Pure; the build and the service worker share it. */

/**
 * `shell`: before the first service worker is active, so it is small. `runtime`: as soon as it is (the embedded models and
 * the runtime they run on). `webgpu`: after those, and only where the browser has a graphics device to run it on.
 */
export type Stage = "shell" | "runtime" | "webgpu";

export interface AppFile {
  /** From the app's folder; the page itself is `./`, which no host redirects. */
  readonly url: string;
  /** Of its content. */
  readonly revision: string;
  readonly stage: Stage;
}

const NOT_KEPT = [
  /(^|\/)_headers$/,
  /^service-worker\.js$/,
  // What stores and model pages show; the app never asks for it.
  /^screenshots\//,
  /^models\/.*\.(md|png)$/,
  // Asks servers, which are not there without a network.
  /^assets\/official-client-/,
  /\.(txt|map)$/,
];

/** Null = not kept: the network answers for it. */
export function stageOf(path: string): Stage | null {
  if (NOT_KEPT.some((pattern) => pattern.test(path))) return null;
  if (/^assets\/ort[.-].*(asyncify|webgpu)/.test(path)) return "webgpu";
  if (path.startsWith("models/") || path.endsWith(".wasm")) return "runtime";
  return "shell";
}

export const PAGE_URL = "./";

export function urlOf(path: string): string {
  return path === "index.html" ? PAGE_URL : path;
}

/** A name with a hash in it never stands for other content. */
export function isHashed(url: string): boolean {
  return url.startsWith("assets/");
}
