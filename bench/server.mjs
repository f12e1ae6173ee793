/**
 * `npm run bench:server`: clips answered a second by the API of `npm start`, and how long the slowest of twenty waits, with 1, 8
 * and 64 clients that ask one after the other.
 */
import { readFileSync } from "node:fs";
import { createApi } from "../dist-server/create-api.js";
import { serve } from "../scripts/serve.mjs";

const CLIP = readFileSync("e2e/fixtures/files/ticking.ogg");
const LASTS_MS = 10_000;

const { api, close } = createApi({ modelFolders: ["dist/models"] });
const server = await serve({ folder: "dist", api });
const url = `${server.url}models/everyday-sounds`;

async function ask() {
  const startedMs = performance.now();
  const answer = await fetch(url, { method: "POST", body: CLIP });
  await answer.arrayBuffer();
  return { status: answer.status, tookMs: performance.now() - startedMs };
}

await Promise.all([ask(), ask(), ask(), ask()]); // Every thread is started and warm.
console.log("clients | answers a second | median ms | p95 ms | sent away (503)");
for (const clients of [1, 8, 64]) {
  const answers = [];
  const untilMs = performance.now() + LASTS_MS;
  const client = async () => {
    while (performance.now() < untilMs) answers.push(await ask());
  };
  await Promise.all(Array.from({ length: clients }, client));
  const times = answers.filter(({ status }) => status === 200).map(({ tookMs }) => tookMs);
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(0);
  const away = answers.filter(({ status }) => status === 503).length;
  console.log([clients, (times.length / (LASTS_MS / 1000)).toFixed(1), at(0.5), at(0.95), away].join(" | "));
}
await server.close();
close();
