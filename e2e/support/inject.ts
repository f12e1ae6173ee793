/** Puts code of a test in front of a built worker's own, to make it fail as real workers, drivers and devices do. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { securityHeaders } from "../../scripts/headers.mjs";

const ASSETS = path.join(process.env.EARSHOT_DIST ?? "dist", "assets");

/**
 * @param code a classic script's text; runs before the worker listens. `workerNumber` in it counts this context's workers
 *   of the kind, from 1.
 */
export async function injectIntoWorker(
  context: BrowserContext,
  kind: "inference" | "audio",
  code: string,
): Promise<void> {
  const file = readdirSync(ASSETS).find((name) => name.startsWith(`${kind}.worker-`));
  if (!file) throw new Error(`no ${kind} worker in ${ASSETS}: is the app built?`);
  const own = readFileSync(path.join(ASSETS, file), "utf8");
  let workerNumber = 0;
  await context.route(`**/assets/${file}`, (route) => {
    workerNumber++;
    const body = `{ const workerNumber = ${workerNumber};\n${code}\n}\n${own}`;
    const headers = { ...securityHeaders({ hub: "http://127.0.0.1" }), "Cache-Control": "no-store" };
    return route.fulfill({ body, contentType: "text/javascript", headers });
  });
}
