/** A small static server for a built folder: real 404s, ranges, compression, the headers of `headers.mjs` (or none, as on a host that cannot set any). */
import { createReadStream, promises as fs } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { HUB_DEFAULT, securityHeaders } from "./headers.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".onnx": "application/octet-stream",
  ".md": "text/markdown; charset=utf-8",
  ".wav": "audio/wav",
};
const COMPRESSED = new Set([".html", ".js", ".mjs", ".css", ".json", ".svg"]);

/**
 * @param {{ folder: string, hub?: string, host?: string, port?: number, path?: string, headers?: Record<string, string>,
 *   api?: { answer(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse): Promise<boolean> } }} options
 *   port 0 = any free one; `path`: the folder's place on the host, with slashes at both ends; `api`: asked for
 *   what is no file, and says whether the request was its own
 * @returns {Promise<{ url: string, sentBytes: () => number, close: () => Promise<void> }>} `sentBytes`: on the wire so far
 */
export async function serve({
  folder,
  hub = HUB_DEFAULT,
  host = "127.0.0.1",
  port = 0,
  path: base = "/",
  headers = securityHeaders({ hub }),
  api,
}) {
  const root = path.resolve(folder);
  const server = createServer((request, response) => {
    answer(request, response, { root, base, headers, hub, api }).catch((error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
      if (error?.code !== "ERR_STREAM_PREMATURE_CLOSE") console.error(error);
    });
  });
  /** @type {Set<import("node:net").Socket>} */
  const open = new Set();
  let endedBytes = 0;
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      endedBytes += socket.bytesWritten;
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: actual } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://${host}:${actual}${base}`,
    sentBytes: () => [...open].reduce((sum, { bytesWritten }) => sum + bytesWritten, endedBytes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request, response, { root, base, headers, hub, api }) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const isRead = request.method === "GET" || request.method === "HEAD";
  // A file of the app comes first: its models lie where the API has theirs.
  const file = isRead ? await find(root, base, request.url) : null;
  if (!file && (await api?.answer(request, response))) return;
  if (!isRead) return response.writeHead(405, { Allow: "GET, HEAD" }).end();
  if (!file) return response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found");
  const extension = path.extname(file.path);
  response.setHeader("Content-Type", TYPES[extension] ?? "application/octet-stream");
  // Built assets carry a hash in their name; all else is asked for again.
  const hashed = file.path.startsWith(path.join(root, "assets"));
  response.setHeader("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.setHeader("Last-Modified", file.modified);
  if (!hashed && request.headers["if-modified-since"] === file.modified) return response.writeHead(304).end();
  if (extension === ".html") return sendPage(response, file.path, hub);
  await sendFile(request, response, file, extension);
}

async function sendPage(response, filePath, hub) {
  const html = await fs.readFile(filePath, "utf8");
  const named = html.replace(
    /(<meta name="earshot-hub" content=")[^"]*/,
    (_, start) => start + hub.replaceAll('"', ""),
  );
  response.writeHead(200).end(named);
}

async function sendFile(request, response, file, extension) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (range) {
    const start = Number(range[1]);
    const end = Math.min(range[2] ? Number(range[2]) : file.size - 1, file.size - 1);
    if (start > end) return response.writeHead(416, { "Content-Range": `bytes */${file.size}` }).end();
    const length = { "Content-Range": `bytes ${start}-${end}/${file.size}`, "Content-Length": end - start + 1 };
    response.writeHead(206, length);
    return request.method === "HEAD" ? response.end() : pipeline(createReadStream(file.path, { start, end }), response);
  }
  response.setHeader("Accept-Ranges", "bytes");
  const twin = await compressedTwin(request, file);
  if (twin) {
    response.writeHead(200, { "Content-Encoding": "br", "Content-Length": twin.size, Vary: "Accept-Encoding" });
    return request.method === "HEAD" ? response.end() : pipeline(createReadStream(twin.path), response);
  }
  const gzip = COMPRESSED.has(extension) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  response.writeHead(
    200,
    gzip ? { "Content-Encoding": "gzip", Vary: "Accept-Encoding" } : { "Content-Length": file.size },
  );
  if (request.method === "HEAD") return response.end();
  const body = createReadStream(file.path);
  return gzip ? pipeline(body, createGzip(), response) : pipeline(body, response);
}

/** What `compress.mjs` wrote beside it; null where there is none, it is older than the file, or nobody takes it. */
async function compressedTwin(request, file) {
  if (!/\bbr\b/.test(request.headers["accept-encoding"] ?? "")) return null;
  const twin = `${file.path}.br`;
  const stat = await fs.stat(twin).catch(() => null);
  return stat && stat.mtime >= new Date(file.modified) ? { path: twin, size: stat.size } : null;
}

/** The file behind an address; null for one that is missing or outside the folder. */
async function find(root, base, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return null;
  }
  if (!name.startsWith(base)) return null;
  name = name.slice(base.length - 1);
  const wanted = path.join(root, name.endsWith("/") ? `${name}index.html` : name);
  if (!wanted.startsWith(root + path.sep)) return null;
  const stat = await fs.stat(wanted).catch(() => null);
  return stat?.isFile() ? { path: wanted, size: stat.size, modified: stat.mtime.toUTCString() } : null;
}
