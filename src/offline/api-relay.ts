/**
 * Service worker's side of the Hub's API: a call is handed to a page of the app, which has the engine, and the page's reply
 * becomes the answer. Promises: every call is answered, also where the page closes, sleeps or takes too long.
 */
import { ApiError } from "../api/api-error.ts";
import type { ApiRoute } from "../api/route.ts";
import { callAt } from "./api-address.ts";
import { readBody } from "./api-body.ts";
import { askPage, type PageClient, type Patience } from "./api-exchange.ts";
import type { ApiCall, ApiReply } from "./api-protocol.ts";
import { replyOfError, responseOf } from "./api-reply.ts";

/** The part of `self.clients` that is needed. */
export interface PageClients {
  matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<readonly PageClient[]>;
  get(id: string): Promise<unknown>;
}

interface RelayPatience extends Patience {
  /** Before a 503 is answered. */
  readonly pauseMs: number;
}

export interface RelayParts {
  readonly clients: PageClients;
  /** The app's own folder, with a trailing slash. */
  readonly scope: string;
  readonly patience?: RelayPatience;
}

const METHODS = "GET, POST";
/** A page takes a call at once, unless it is being loaded or a thousand callers come at the same moment. */
const PATIENCE: RelayPatience = { takenMs: 25_000, replyMs: 120_000, lookMs: 1_000, pauseMs: 500 };

/** More than a page lets wait. What is beyond is sent away here: asking a page costs more than the answer. */
const MOST_UNDER_WAY = 64;

export class ApiRelay {
  readonly #parts: RelayParts;
  #underWay = 0;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /**
   * Null = no call of the API.
   * @param callerId the client that asks; empty where it is none
   */
  answer(request: Request, callerId: string): Promise<Response> | null {
    const route = callAt(request, this.#parts.scope);
    return route && this.#paced(this.#reply(request, route, callerId).catch(replyOfError));
  }

  /** Clients ask again as soon as they hear 503, the official one without a pause: it is we who make it. */
  async #paced(coming: Promise<ApiReply>): Promise<Response> {
    const reply = await coming;
    const { pauseMs } = this.#parts.patience ?? PATIENCE;
    if (reply.status === 503) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return responseOf(reply);
  }

  async #reply(request: Request, route: ApiRoute, callerId: string): Promise<ApiReply> {
    const { method } = request;
    if (route.kind === "no-model") throw new ApiError(404, "There is no such model here.");
    if (method !== "GET" && method !== "POST") {
      const reply = replyOfError(new ApiError(405, `${method} is not understood here. There are: ${METHODS}.`));
      return { ...reply, headers: { Allow: METHODS } };
    }
    if (this.#underWay >= MOST_UNDER_WAY) {
      throw new ApiError(503, "Too many requests are waiting. Ask again in a moment.", 2);
    }
    this.#underWay++;
    try {
      const wants = method === "POST" ? "answer" : "status";
      return await this.#ask(request, callerId, { kind: "api-call", wants, modelId: route.modelId });
    } finally {
      this.#underWay--;
    }
  }

  async #ask(request: Request, callerId: string, call: ApiCall): Promise<ApiReply> {
    const { clients, patience = PATIENCE } = this.#parts;
    const isGone = async (id: string) => id !== "" && (await clients.get(id)) === undefined;
    for (const page of await pagesOfApp(this.#parts)) {
      const reply = await askPage(page, call, {
        readBody: () => readBody(request),
        whoIsGone: async () => {
          if (await isGone(page.id)) return "The tab of Earshot that ran the model was closed.";
          return (await isGone(callerId)) ? "The caller went away." : null;
        },
        callerGone: request.signal,
        patience,
      });
      if (reply) return reply;
    }
    throw new ApiError(503, "A tab of Earshot must be open: the model runs in it.", 5);
  }
}

/** Best first: what is looked at is not slowed down by the browser. */
async function pagesOfApp({ clients, scope }: RelayParts): Promise<PageClient[]> {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const addresses = [scope, new URL("index.html", scope).href];
  const rank = ({ focused, visibilityState }: PageClient) => (focused ? 0 : visibilityState === "visible" ? 1 : 2);
  return windows.filter(({ url }) => addresses.includes(url.split(/[?#]/)[0] ?? "")).sort((a, b) => rank(a) - rank(b));
}
