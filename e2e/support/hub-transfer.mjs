/** How the loopback Hub sends a file: whole or from a position, and what can go wrong on the way. */
import { createReadStream, promises as fs } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";

/** Sent at a time. */
const PIECE_BYTES = 64 << 10;
const LARGEST_IN_MEMORY = 64 << 20;
/** What was written mostly arrives before the connection ends; a reader loses what it has not taken out by then. */
const BEFORE_END_MS = 150;

/**
 * @param {{
 *   request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse,
 *   found: import("./hub-repos.mjs").RepoFile, headers: Record<string, string>,
 *   wrong: import("./loopback-hub.mjs").Outcome, count: (bytes: number) => void
 * }} what
 */
export async function sendFile({ request, response, found, headers, wrong, count }) {
  if (!wrong && found.size > LARGEST_IN_MEMORY) return sendStream({ request, response, found, headers, count });
  const fault = wrong === "cut" ? { cutAt: found.size >> 1 } : typeof wrong === "object" && wrong ? wrong : {};
  const bytes = damaged(await fs.readFile(found.disk), fault);
  const range = fault.ignoreRange ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const ifRange = request.headers["if-range"];
  const partial = range !== null && (ifRange === undefined || ifRange === headers.ETag);
  const from = partial ? Number(range[1]) : 0;
  const to = partial && range[2] ? Math.min(Number(range[2]) + 1, bytes.length) : bytes.length;
  if (partial && from >= bytes.length) {
    response.writeHead(416, { ...headers, "Content-Range": `bytes */${bytes.length}` }).end();
    return;
  }
  response.writeHead(partial ? 206 : 200, {
    ...headers,
    "Content-Type": found.file.endsWith(".json") ? "application/json" : "application/octet-stream",
    "Content-Length": to - from,
    ...(partial ? { "Content-Range": `bytes ${from}-${to - 1}/${bytes.length}` } : {}),
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  await sendBytes(response, bytes.subarray(from, to), from, fault, count);
}

/** Whole or a range, from the disk; nothing goes wrong. */
async function sendStream({ request, response, found, headers, count }) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const from = range ? Number(range[1]) : 0;
  const to = range?.[2] ? Math.min(Number(range[2]) + 1, found.size) : found.size;
  response.writeHead(range ? 206 : 200, {
    ...headers,
    "Content-Type": "application/octet-stream",
    "Content-Length": to - from,
    ...(range ? { "Content-Range": `bytes ${from}-${to - 1}/${found.size}` } : {}),
  });
  if (request.method === "HEAD") return response.end();
  const stream = createReadStream(found.disk, { start: from, end: to - 1, highWaterMark: 1 << 20 });
  stream.on("data", (piece) => count(piece.length));
  await pipeline(stream, response).catch(() => {}); // The other side has gone: it has what it wants.
}

/** @param {Buffer} bytes @param {{ length?: number, changeAt?: number }} fault */
function damaged(bytes, { length, changeAt }) {
  const sized = length === undefined ? bytes : Buffer.concat([bytes, Buffer.alloc(Math.max(0, length - bytes.length))]);
  const copy = Buffer.from(sized.subarray(0, length ?? bytes.length));
  if (changeAt !== undefined && changeAt < copy.length) copy[changeAt] = copy.readUInt8(changeAt) ^ 1;
  return copy;
}

async function sendBytes(response, bytes, from, { cutAt, resetAt, stallAt, bytesPerS }, count) {
  // Whoever asks for what lies behind a position has got past its fault; a cut is for good.
  const ahead = (position) => (position !== undefined && position > from ? position : undefined);
  const stopAt = cutAt ?? ahead(resetAt) ?? ahead(stallAt);
  const most = stopAt === undefined ? bytes.length : Math.max(0, Math.min(bytes.length, stopAt - from));
  const piece = bytesPerS ? Math.max(1, Math.round(bytesPerS / 20)) : PIECE_BYTES;
  for (let at = 0; at < most && !response.destroyed; at += piece) {
    const some = bytes.subarray(at, Math.min(at + piece, most));
    if (!response.write(some)) await drained(response);
    if (response.destroyed) return;
    count(some.length);
    if (bytesPerS) await pause(50);
  }
  if (stopAt === undefined || most === bytes.length) {
    response.end();
    return;
  }
  if (stallAt !== undefined && stopAt === stallAt) return;
  await pause(BEFORE_END_MS);
  response.destroy();
}

/** @returns {Promise<void>} */
function drained(response) {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.on("drain", go).on("close", go);
  });
}
