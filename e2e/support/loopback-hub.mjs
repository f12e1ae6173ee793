/**
 * A stand-in for the Hub on loopback: `/{owner}/{name}/resolve/{revision}/{file}` with the Hub's headers, redirects and
 * refusals. Content comes from folders laid out as on the Hub.
 */
import { promises as fs } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

/**
 * @typedef {(request: { id: string, file: string, url: string }) => ({ status: number, body?: string, headers?: Record<string, string> } | "stall" | "cut" | null)} Fault
 * @param {{ models: Record<string, string>, fault?: Fault }} options model id → folder
 * @returns {Promise<{ url: string, requests: string[], setFault: (fault: Fault | null) => void, close: () => Promise<void> }>}
 */
export async function startLoopbackHub({ models, fault: firstFault }) {
  let fault = firstFault ?? null;
  const requests = [];
  const server = createServer(async (request, response) => {
    requests.push(request.url);
    const cors = {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers":
        "X-Linked-Size, X-Linked-Etag, ETag, Content-Length, Content-Range, Accept-Ranges",
      "Cross-Origin-Resource-Policy": "cross-origin",
    };
    if (request.method === "OPTIONS") {
      return response.writeHead(204, { ...cors, "Access-Control-Allow-Headers": "authorization, range" }).end();
    }
    const { pathname } = new URL(request.url, "http://hub");
    const blob = /^\/blobs\/(.+?)\/-\/(.+)$/.exec(pathname);
    const match = blob ?? /^\/(.+?)\/resolve\/[^/]+\/(.+)$/.exec(pathname);
    const [, id, file] = match ?? [];
    const folder = id && models[decodeURIComponent(id)];
    if (!folder) return response.writeHead(404, cors).end("Repository not found");
    const wrong = fault?.({ id, file, url: request.url });
    if (wrong === "stall") return;
    if (wrong && wrong !== "cut")
      return response.writeHead(wrong.status, { ...cors, ...wrong.headers }).end(wrong.body);
    const bytes = await fs.readFile(path.join(folder, file)).catch(() => null);
    if (!bytes) return response.writeHead(404, cors).end("Entry not found");
    // As the Hub does for files in large-file storage.
    if (!blob && file.endsWith(".onnx")) {
      const headers = { ...cors, "X-Linked-Size": String(bytes.length), Location: `/blobs/${id}/-/${file}` };
      return response.writeHead(302, headers).end();
    }
    response.writeHead(200, { ...cors, "Content-Length": bytes.length, "Accept-Ranges": "bytes" });
    if (wrong === "cut") {
      response.write(bytes.subarray(0, bytes.length >> 1));
      return setTimeout(() => response.destroy(), 50);
    }
    response.end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    setFault: (next) => {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
