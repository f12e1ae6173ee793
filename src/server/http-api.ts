/**
 * The task's addresses over HTTP, beside whatever else the server gives. Every request ends in exactly one answer; what a
 * client does (slow, gone, a thousand at once) costs the others nothing but their turn.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Admission, type AdmissionLimits } from "../api/admission.ts";
import { ANSWER_HEADERS, answerHeaders } from "../api/answer-headers.ts";
import { ApiError, toApiError } from "../api/api-error.ts";
import type { ApiAnswer } from "../api/classify.ts";
import { bodyTooLarge, collectBody, MOST_BODY_BYTES } from "../api/collect-body.ts";
import { readRequest } from "../api/read-request.ts";
import { routeOf } from "../api/route.ts";
import { Metrics } from "./metrics.ts";
import type { ModelRack } from "./model-rack.ts";
import { openApiDocument } from "./openapi.ts";
import { foreignOrigin, isOwnHost } from "./origins.ts";

export interface HttpApiOptions extends AdmissionLimits {
  readonly rack: ModelRack;
  /** Origins of pages that may ask. */
  readonly allowedOrigins: readonly string[];
  /** Names by which this server may be called; "*" = any. */
  readonly ownHosts: readonly string[];
}

const METHODS = "GET, HEAD, POST, OPTIONS";
/** So long a 503 is held back. */
const SENT_AWAY_MS = 500;

export class HttpApi {
  readonly #options: HttpApiOptions;
  readonly #admission: Admission;
  readonly #metrics = new Metrics();

  constructor(options: HttpApiOptions) {
    this.#options = options;
    this.#admission = new Admission(options);
  }

  /** @returns false where the address is none of the API's, and nothing was answered. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const work = this.#workFor(pathname, request, response);
    if (!work) return false;
    try {
      this.#admitOrigin(request, response);
      await work();
    } catch (thrown) {
      sendError(response, toApiError(thrown));
    }
    return true;
  }

  #workFor(pathname: string, request: IncomingMessage, response: ServerResponse): (() => unknown) | null {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const page = this.#page(pathname);
    if (page) return () => (isRead ? page(response) : sendNotAllowed(response, "GET, HEAD"));
    const route = routeOf(pathname);
    if (!route) return null;
    if (request.method === "OPTIONS") return () => response.writeHead(204, { Allow: METHODS }).end();
    if (!isRead && request.method !== "POST") return () => sendNotAllowed(response, METHODS);
    if (route.kind === "no-model") return () => Promise.reject(new ApiError(404, "There is no such model here."));
    const { modelId } = route;
    return isRead ? () => this.#tellModel(modelId, response) : () => this.#classify(modelId, request, response);
  }

  #page(pathname: string): ((response: ServerResponse) => void) | null {
    switch (pathname) {
      case "/health":
        return (response) => sendJson(response, 200, this.#health());
      case "/metrics":
        return (response) => sendText(response, this.#metrics.text(this.#gauges()));
      case "/openapi.json":
        return (response) => sendJson(response, 200, openApiDocument);
      default:
        return null;
    }
  }

  #health(): Readonly<Record<string, unknown>> {
    const { loaded, runtime } = this.#options.rack;
    return { status: "ok", models: loaded, runtime };
  }

  async #tellModel(id: string, response: ServerResponse): Promise<void> {
    const { rack } = this.#options;
    if (rack.state(id) === "not-loaded") await rack.find(id);
    sendJson(response, 200, { id, state: rack.state(id), pipeline_tag: "audio-classification" });
  }

  async #classify(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedMs = performance.now();
    const gone = new AbortController();
    response.once("close", () => gone.abort(new ApiError(499, "The client is gone.")));
    try {
      sendAnswer(response, await this.#admission.run(() => this.#run(id, request), gone.signal));
    } catch (thrown) {
      const error = toApiError(thrown);
      // Some clients ask again at once, whatever they are told: without this they would take all of the time.
      if (error.status === 503) await wait(SENT_AWAY_MS);
      sendError(response, error);
    }
    this.#metrics.answered(
      gone.signal.aborted && !response.writableFinished ? 499 : response.statusCode,
      (performance.now() - startedMs) / 1000,
    );
  }

  async #run(id: string, request: IncomingMessage): Promise<ApiAnswer> {
    const { rack } = this.#options;
    if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) throw bodyTooLarge();
    const body = await collectBody(request as AsyncIterable<Buffer>);
    const { audio, parameters } = readRequest(body, request.headers["content-type"] ?? null);
    return (await rack.get(id)).run(audio, parameters);
  }

  /** @throws ApiError 403 */
  #admitOrigin(request: IncomingMessage, response: ServerResponse): void {
    const { allowedOrigins, ownHosts } = this.#options;
    if (!isOwnHost(request, ownHosts)) throw new ApiError(403, "This server is not called by that name.");
    const origin = foreignOrigin(request);
    if (origin === null) return;
    response.setHeader("Vary", "Origin");
    if (!allowedOrigins.includes(origin)) throw new ApiError(403, "Pages of this origin may not ask here.");
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    response.setHeader("Access-Control-Allow-Headers", "authorization, content-type");
    response.setHeader("Access-Control-Expose-Headers", [...ANSWER_HEADERS, "retry-after"].join(", "));
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  #gauges() {
    const { inside, waiting } = this.#admission;
    return { served: inside, waiting, models: this.#options.rack.loaded.length };
  }
}

function sendAnswer(response: ServerResponse, answer: ApiAnswer): void {
  response.setHeaders(new Map(Object.entries(answerHeaders(answer))));
  sendJson(response, 200, answer.output);
}

function sendError(response: ServerResponse, error: ApiError): void {
  if (response.headersSent) return void response.destroy();
  if (error.retryAfterS !== null) response.setHeader("Retry-After", String(error.retryAfterS));
  // What is still on its way of a body that nobody reads must not be waited for.
  response.setHeader("Connection", "close");
  sendJson(response, error.status, error.body);
}

function sendNotAllowed(response: ServerResponse, methods: string): void {
  response.setHeader("Allow", methods);
  sendError(response, new ApiError(405, `Only ${methods} here.`));
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(value));
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }).end(text);
}
