/**
 * A stand-in for the Hub on loopback: its API, its `resolve` addresses with their headers, redirects of large files to a store
 * (on a port of its own where asked for), ranges, gated and private models, CORS as the Hub has it. Faults are given by a
 * function of the request. Counts the bytes of content that it sent.
 */
import { createServer } from "node:http";
import { fileOf, filesOf, infoOf, repoOf, revisionOf } from "./hub-repos.mjs";
import { sendFile } from "./hub-transfer.mjs";

/**
 * @typedef {{
 *   id: string, file: string, url: string, method: string,
 *   kind: "api" | "resolve" | "blob", range: string | null, nth: number, withToken: boolean
 * }} Asked `file` is empty for the API; `nth`: how often this file (or API) was asked for before, by GET, at this place
 *
 * What goes wrong. `status`: another answer. "stall": none at all. "cut": half of the bytes, then the connection ends.
 * `resetAt`, `stallAt`: positions in the file after which the connection ends, or nothing more comes. `length`: the file is
 * served as if it were so long. `changeAt`: the byte there is another one. `ignoreRange`: a range is answered by 200 and all.
 * `html`: a sign-in page instead. `bytesPerS`: slowly. `hideHeaders`: nothing is exposed to scripts.
 * @typedef {{
 *   status?: number, body?: string, headers?: Record<string, string>, resetAt?: number, stallAt?: number, length?: number,
 *   changeAt?: number, ignoreRange?: boolean, html?: boolean, bytesPerS?: number, hideHeaders?: boolean
 * } | "stall" | "cut" | null} Outcome
 * @typedef {(asked: Asked) => Outcome} Fault
 */

const EXPOSED =
  "X-Repo-Commit, X-Request-Id, X-Error-Code, X-Error-Message, X-Total-Count, ETag, Link, Accept-Ranges, Content-Range, X-Linked-Size, X-Linked-ETag, Content-Length, Retry-After";

/**
 * @param {{
 *   models: Record<string, string | import("./hub-repos.mjs").Repo>, fault?: Fault, token?: string,
 *   storeApart?: boolean, api?: boolean, toStrangers?: 401 | 404, hides?: (file: string) => boolean
 * }} options models: id → folder or repository; `token`: the one that may see gated and private models; `storeApart`: large
 * files come from a second origin; `api: false`: a mirror that serves files only; `toStrangers`: the status for a name that
 * nobody has (the Hub's own is 401, of mirrors 404); `hides`: files of the folders that count as not there
 */
export async function startLoopbackHub({
  models,
  fault: firstFault,
  token = "hf_right",
  storeApart = false,
  api = true,
  toStrangers = 404,
  hides = () => false,
}) {
  /** @type {Fault | null} */
  let fault = firstFault ?? null;
  /** @type {string[]} */
  const requests = [];
  /** @type {Asked[]} */
  const asked = [];
  /** @type {Map<string, number>} */
  const sent = new Map();
  let counting = 0;

  const cors = (/** @type {Outcome} */ wrong) => ({
    "Access-Control-Allow-Origin": "*",
    ...(typeof wrong === "object" && wrong?.hideHeaders ? {} : { "Access-Control-Expose-Headers": EXPOSED }),
    "Cross-Origin-Resource-Policy": "cross-origin",
  });

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const store = storeApart
    ? createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
    : null;
  const url = await listen(server);
  const storeUrl = store ? await listen(store) : url;

  async function answer(request, response) {
    requests.push(request.url);
    if (request.method === "OPTIONS") {
      const allow = {
        "Access-Control-Allow-Headers": "authorization, range, if-range",
        "Access-Control-Max-Age": "600",
      };
      return response.writeHead(204, { ...cors(null), ...allow, "Access-Control-Allow-Methods": "GET, HEAD" }).end();
    }
    const what = parse(request.url);
    if (!what) return response.writeHead(404, cors(null)).end("Not found");
    const { kind, id, revision, file } = what;
    const nth = asked.filter((other) => other.kind === kind && other.id === id && other.file === file).length;
    const range = request.headers.range ?? null;
    const withToken = request.headers.authorization !== undefined;
    const question = { id, file, url: request.url, method: request.method, kind, range, nth, withToken };
    asked.push(question);

    const refuse = (status, code, message, more = {}) =>
      response
        .writeHead(status, { ...cors(null), "X-Error-Code": code, "X-Error-Message": message, ...more })
        .end(JSON.stringify({ error: message }));
    const repo = models[id] === undefined ? null : repoOf(models[id]);
    const right = request.headers.authorization === `Bearer ${token}`;
    if (kind !== "blob" && withToken && !right) return refuse(401, "", "Invalid credentials in Authorization header");
    if (!repo || (repo.private && !right && kind !== "blob")) {
      if (kind === "api" && !api) return response.writeHead(404, cors(null)).end("Not found");
      // The Hub does not tell a stranger whether a name is private or nobody's.
      return refuse(withToken ? 404 : repo ? 401 : toStrangers, "RepoNotFound", "Repository not found");
    }
    const wrong = fault?.(question) ?? null;
    if (wrong === "stall") return;
    if (typeof wrong === "object" && wrong?.status !== undefined) {
      return response.writeHead(wrong.status, { ...cors(wrong), ...wrong.headers }).end(wrong.body);
    }
    if (typeof wrong === "object" && wrong?.html) {
      return response
        .writeHead(200, { ...cors(wrong), "Content-Type": "text/html; charset=utf-8" })
        .end("<!doctype html><title>Sign in to the network</title>");
    }
    if (kind === "api" && !api) return response.writeHead(404, cors(null)).end("Not found");
    const at = revisionOf(id, repo, revision === "discussions" ? "main" : revision);
    if (!at) return refuse(404, "RevisionNotFound", `Invalid rev id: ${revision}`);

    if (kind === "api" && revision === "discussions") {
      const answer = repo.discussions ?? { discussions: [] };
      return response
        .writeHead(200, { ...cors(wrong), "Content-Type": "application/json" })
        .end(JSON.stringify(answer));
    }
    if (kind === "api") {
      const blobs = new URL(request.url, url).searchParams.get("blobs") === "true";
      const files = (await filesOf(at.folder)).filter(({ file: path }) => !hides(path));
      const info = infoOf({ id, repo, commit: at.commit, files, blobs });
      return response.writeHead(200, { ...cors(wrong), "Content-Type": "application/json" }).end(JSON.stringify(info));
    }
    if (repo.gated && !right && kind !== "blob") {
      const message = `Access to model ${id} is restricted. You must have access to it and be authenticated to access it.`;
      return refuse(withToken ? 403 : 401, "GatedRepo", message);
    }
    const found = hides(file) ? null : await fileOf(at.folder, file);
    if (!found) return refuse(404, "EntryNotFound", "Entry not found");
    const headers = { ...cors(wrong), "X-Repo-Commit": at.commit, "Accept-Ranges": "bytes" };
    if (kind === "resolve" && found.large) {
      return response
        .writeHead(302, {
          ...headers,
          ETag: `"${found.sha256}"`,
          "X-Linked-Size": String(found.size),
          "X-Linked-Etag": `"${found.sha256}"`,
          Location: `${storeApart ? storeUrl : ""}/blobs/${id}/-/${at.commit}/${file}`,
        })
        .end();
    }
    // A store has entity tags of its own.
    const etag = found.large ? `"store-${found.sha256.slice(0, 24)}"` : `"${found.gitOid}"`;
    // What is still being sent when a test begins to count anew is not of that count.
    const mine = counting;
    const count = (bytes) => mine === counting && sent.set(`${id}/${file}`, (sent.get(`${id}/${file}`) ?? 0) + bytes);
    await sendFile({ request, response, found, headers: { ...headers, ETag: etag }, wrong, count });
  }

  return {
    url,
    /** Where large files come from. */
    storeUrl,
    /** Addresses, all of them. */
    requests,
    /** What was asked for of models, in order; without preflights. */
    asked,
    /** @param {string} id @param {string} file @returns {number} bytes of its content that were sent so far */
    sentBytes: (id, file) => sent.get(`${id}/${file}`) ?? 0,
    forget: () => {
      requests.length = 0;
      asked.length = 0;
      sent.clear();
      counting++;
    },
    /** @param {Fault | null} next */
    setFault: (next) => {
      fault = next;
    },
    close: async () => {
      await Promise.all([server, ...(store ? [store] : [])].map(end));
    },
  };
}

/** @returns {{ kind: "api" | "resolve" | "blob", id: string, revision: string, file: string } | null} */
function parse(address) {
  const { pathname } = new URL(address, "http://hub");
  const talk = /^\/api\/models\/(.+)\/discussions$/.exec(pathname);
  if (talk) return { kind: "api", id: decodeURIComponent(talk[1] ?? ""), revision: "discussions", file: "" };
  const apiPath = /^\/api\/models\/(.+?)(?:\/revision\/([^/]+))?$/.exec(pathname);
  if (apiPath) {
    const [, id = "", revision = "main"] = apiPath;
    return { kind: "api", id: decodeURIComponent(id), revision: decodeURIComponent(revision), file: "" };
  }
  const blob = /^\/blobs\/(.+?)\/-\/([^/]+)\/(.+)$/.exec(pathname);
  const match = blob ?? /^\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(pathname);
  if (!match) return null;
  const [id = "", revision = "", file = ""] = match.slice(1).map(decodeURIComponent);
  return { kind: blob ? "blob" : "resolve", id, revision, file };
}

/** @returns {Promise<string>} */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/** @returns {Promise<void>} */
function end(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
