/** A loopback Hub that keeps large files on another origin, as the public one does, and an app whose policy names both. */
import { securityHeaders } from "../../scripts/headers.mjs";
import { serve } from "../../scripts/serve.mjs";
import type { startLoopbackHub } from "./loopback-hub.mjs";
import { allowOrigin } from "./recorder.ts";

type Hub = Pick<Awaited<ReturnType<typeof startLoopbackHub>>, "url" | "storeUrl">;

export function serveWithStore(folder: string, { url, storeUrl }: Hub): ReturnType<typeof serve> {
  const headers = securityHeaders({ hub: url });
  const policy = headers["Content-Security-Policy"]?.replace(url, `${url} ${storeUrl}`) ?? "";
  allowOrigin(url);
  allowOrigin(storeUrl);
  return serve({ folder, hub: url, headers: { ...headers, "Content-Security-Policy": policy } });
}
