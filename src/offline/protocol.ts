/** What the page says to the service worker. */
import * as v from "valibot";

export const PageMessage = v.variant("kind", [
  /** Fetch what is not kept yet; the WebGPU runtime only where it could run. */
  v.object({ kind: v.literal("keep-rest"), webgpu: v.boolean() }),
  /** The person pressed Reload: the waiting version takes over. */
  v.object({ kind: v.literal("take-over") }),
]);

export type PageMessage = v.InferOutput<typeof PageMessage>;
