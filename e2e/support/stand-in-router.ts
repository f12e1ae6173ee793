/**
 * A loopback stand-in for Hugging Face's router and for the part of the Hub that tells who serves a model: addresses, shapes and
 * headers as those give them (`{"error"}`, 503 with `estimated_time`, the provider mapping, CORS). What it hears is for `hear`
 * to say; what goes wrong, for `fault`. Writes down what came.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HeardRow {
  readonly label: string;
  readonly score: number;
}

export interface TakenSound {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** How many came before, whatever became of them. */
  readonly nth: number;
}

/** `reset`: the connection breaks. `stall`: no answer at all. */
export type Fault =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | "reset"
  | "stall"
  | null;

export interface ServedModel {
  readonly config: unknown;
  readonly preprocessor: unknown;
  /** As the Hub's API tells it. */
  readonly mapping: unknown;
}

export interface RouterOptions {
  /** By Hub id. */
  readonly models?: Readonly<Record<string, ServedModel>>;
  /** The one token that may ask; null: anybody may. */
  readonly token?: string | null;
  readonly hear: (sound: TakenSound) => Promise<readonly HeardRow[] | unknown>;
  readonly fault?: (sound: TakenSound) => Fault;
}

const COMMIT = "c".repeat(40);
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, content-type",
  "Access-Control-Allow-Methods": "GET, HEAD, POST",
  "Access-Control-Expose-Headers": "Retry-After, X-Request-Id, X-Error-Code, X-Error-Message",
};

export async function startStandInRouter(options: RouterOptions) {
  const { models = {}, token = null, hear } = options;
  let fault = options.fault ?? (() => null);
  const taken: TakenSound[] = [];
  /** Method, path and query of everything, preflights included. */
  const requests: string[] = [];
  /** What the Hub was asked, with what authorisation. */
  const askedOfHub: { readonly url: string; readonly authorization: string | undefined }[] = [];
  let under = 0;
  let most = 0;

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "/";
    requests.push(`${request.method} ${url}`);
    if (request.method === "OPTIONS") {
      response.writeHead(204, CORS).end();
      return;
    }
    if (request.method === "GET") {
      answerHub(url, request.headers.authorization, response);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const sound = { url, headers: request.headers, body: Buffer.concat(parts), nth: taken.length };
    taken.push(sound);
    under++;
    most = Math.max(most, under);
    try {
      await answerSound(sound, response);
    } finally {
      under--;
    }
  }

  async function answerSound(sound: TakenSound, response: ServerResponse): Promise<void> {
    const wrong = fault(sound);
    if (wrong === "stall") return;
    const isStranger = token !== null && sound.headers.authorization !== `Bearer ${token}`;
    if (wrong === "reset") response.destroy();
    else if (wrong !== null) send(response, wrong.status, wrong.body ?? { error: "Service Error" }, wrong.headers);
    else if (isStranger) send(response, 401, { error: "Invalid username or password." });
    else send(response, 200, await hear(sound));
  }

  function answerHub(url: string, authorization: string | undefined, response: ServerResponse): void {
    askedOfHub.push({ url, authorization });
    const { pathname, searchParams } = new URL(url, "http://hub");
    const [, id = ""] = /^\/api\/models\/(.+?)(?:\/revision\/.+)?$/.exec(pathname) ?? [];
    const [, of = "", file = ""] = /^\/(.+?)\/resolve\/[^/]+\/(.+)$/.exec(pathname) ?? [];
    const model = models[decodeURIComponent(id || of)];
    if (model === undefined) {
      send(response, 404, { error: "Repository not found" }, { "X-Error-Code": "RepoNotFound" });
    } else if (file !== "") {
      const json = { "config.json": model.config, "preprocessor_config.json": model.preprocessor }[file];
      send(response, json === undefined ? 404 : 200, json ?? { error: "Entry not found" });
    } else if (searchParams.getAll("expand[]").includes("inferenceProviderMapping")) {
      send(response, 200, { _id: "1", id, inferenceProviderMapping: model.mapping });
    } else {
      send(response, 200, { id, sha: COMMIT, pipeline_tag: "audio-classification", siblings: [] });
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    requests,
    askedOfHub,
    /** The most requests that were with it at one time, so far. */
    mostAtOnce: () => most,
    setFault(next: ((sound: TakenSound) => Fault) | null) {
      fault = next ?? (() => null);
    },
    forget() {
      taken.length = 0;
      requests.length = 0;
      askedOfHub.length = 0;
      most = 0;
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.destroyed) return;
  const isText = typeof body === "string";
  const type = isText ? "text/html; charset=utf-8" : "application/json";
  response.writeHead(status, {
    ...CORS,
    "Content-Type": type,
    "Cross-Origin-Resource-Policy": "cross-origin",
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}

/** What a request asked for: the sound as it came, and its parameters where it had any. */
export function readSound({ headers, body }: TakenSound): {
  readonly wav: Buffer;
  readonly parameters: { readonly function_to_apply?: string; readonly top_k?: number };
} {
  if (headers["content-type"] !== "application/json") return { wav: body, parameters: {} };
  const { inputs, parameters = {} } = JSON.parse(body.toString("utf8"));
  return { wav: Buffer.from(inputs, "base64"), parameters };
}
