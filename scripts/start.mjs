/**
 * `npm start`: builds the app and serves it on this machine, with the Hub's API beside it. In the environment: PORT; HOST (another
 * address than loopback); HF_ENDPOINT; MODELS (folders with models as `owner/name`); ALLOW_ORIGIN (pages that may ask, by commas).
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { build } from "vite";
import { serve } from "./serve.mjs";

/** A fixed port first: what the browser remembers belongs to an address with its port. */
const USUAL_PORT = 4173;

await build({ logLevel: "warn" });
await build({ mode: "server", logLevel: "warn" });
const { createApi } = await import("../dist-server/create-api.js");

const listed = (name, separator) => (process.env[name] ?? "").split(separator).filter(Boolean);
const host = process.env.HOST ?? "127.0.0.1";
const isLoopback = ["127.0.0.1", "::1", "localhost"].includes(host);
const { api } = createApi({
  modelFolders: ["dist/models", ...listed("MODELS", path.delimiter)],
  allowedOrigins: listed("ALLOW_ORIGIN", ","),
  // By which names other machines call this one is not known here.
  ...(isLoopback ? {} : { ownHosts: ["*"] }),
});
const asked = process.env.PORT === undefined ? null : Number(process.env.PORT);
const hub = process.env.HF_ENDPOINT ? { hub: process.env.HF_ENDPOINT } : {};
const options = { folder: "dist", host, api, ...hub };
const { url } = await serve({ ...options, port: asked ?? USUAL_PORT }).catch((error) => {
  if (asked !== null || error.code !== "EADDRINUSE") throw error;
  return serve({ ...options, port: 0 });
});
console.log(`\n  Earshot is at ${url}\n  and answers the Hub's API at ${url}models/everyday-sounds\n`);
if (process.stdout.isTTY && !process.env.CI) openBrowser(url);

/** @param {string} address */
function openBrowser(address) {
  const [command, ...rest] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...rest, address], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // No desktop: the address is printed above.
  child.unref();
}
