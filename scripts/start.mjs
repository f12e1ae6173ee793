/** `npm start`: builds the app and serves it on this machine. PORT and HF_ENDPOINT may be set in the environment. */
import { spawn } from "node:child_process";
import { build } from "vite";
import { serve } from "./serve.mjs";

/** A fixed port first: what the browser remembers belongs to an address with its port. */
const USUAL_PORT = 4173;

await build({ logLevel: "warn" });
const asked = process.env.PORT === undefined ? null : Number(process.env.PORT);
const options = { folder: "dist", ...(process.env.HF_ENDPOINT ? { hub: process.env.HF_ENDPOINT } : {}) };
const { url } = await serve({ ...options, port: asked ?? USUAL_PORT }).catch((error) => {
  if (asked !== null || error.code !== "EADDRINUSE") throw error;
  return serve({ ...options, port: 0 });
});
console.log(`\n  Earshot is at ${url}\n`);
if (process.stdout.isTTY && !process.env.CI) openBrowser(url);

/** @param {string} address */
function openBrowser(address) {
  const [command, ...rest] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...rest, address], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // No desktop: the address is printed above.
  child.unref();
}
