/**
 * One request to a server, by the official client (`@huggingface/inference`), which is loaded when it is first needed.
 * Promises: the sound goes to the place's own host and follows no redirect; the token goes there alone, in a header; what
 * fails is coded; nothing is tried twice (`traffic.ts` does that).
 */
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import type { HubAccess } from "../library/protocol.ts";
import type { AnswerRow } from "./answer-logits.ts";
import { HUB_ROUTER, hostOf, type ServerPlace } from "./server-place.ts";
import { serverProblem } from "./server-problem.ts";

export interface ServerAccess {
  readonly place: ServerPlace;
  readonly token: string | null;
  /** Which Hub tells who serves a model, and as whom it is asked. */
  readonly hub: HubAccess;
}

export interface ServerTransport {
  readonly fetch?: typeof fetch | undefined;
  /** Without an answer for so long the request is given up. */
  readonly stallMs?: number | undefined;
}

const HUB = "https://huggingface.co";
/** A cold model of a gigabyte may think for a minute. */
const STALL_MS = 120_000;
const REFUSAL_CHARACTERS = 10_000;

/** @throws EarshotError `remote-*`, `hub-*` or `aborted` */
export async function askServer(
  access: ServerAccess,
  data: Blob,
  signal: AbortSignal,
  { fetch: given = fetch, stallMs = STALL_MS }: ServerTransport = {},
): Promise<readonly AnswerRow[]> {
  const { place, token } = access;
  const { audioClassification } = await import("./official-client.ts");
  const stall = AbortSignal.timeout(stallMs);
  const options = {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => guarded(String(input), init ?? {}, access, given),
    retry_on_error: false,
    signal: AbortSignal.any([signal, stall]),
  };
  const who =
    place.kind === "provider" ? { provider: place.provider, model: place.modelId } : { endpointUrl: place.address };
  try {
    return await audioClassification({ data, ...(token === null ? {} : { accessToken: token }), ...who }, options);
  } catch (thrown) {
    if (thrown instanceof EarshotError) throw thrown;
    if (signal.aborted) throw new EarshotError("aborted", "the request was called off", { cause: thrown });
    throw explained(thrown, hostOf(place), stall.aborted);
  }
}

/** What the client asks for, at the addresses that were chosen, with no more of it than is needed. */
async function guarded(
  asked: string,
  init: RequestInit,
  { place, token, hub }: ServerAccess,
  given: typeof fetch,
): Promise<Response> {
  const toHub = place.kind === "provider" && asked.startsWith(`${HUB}/`);
  const router = place.kind === "provider" ? place.router : HUB_ROUTER;
  const url = toHub ? hub.endpoint + asked.slice(HUB.length) : asked.replace(HUB_ROUTER, router);
  const headers = new Headers(init.headers);
  headers.delete("User-Agent"); // The browser says its own, and a second one would have to be allowed by the server.
  if (toHub) {
    // The token of the providers is none of the Hub's, which may be a mirror.
    headers.delete("Authorization");
    if (hub.token !== null) headers.set("Authorization", `Bearer ${hub.token}`);
  }
  const response = await given(url, {
    ...init,
    headers,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    redirect: "error",
  });
  if (response.ok) return response;
  const body = (await response.text().catch(() => "")).slice(0, REFUSAL_CHARACTERS);
  throw serverProblem(response, body, toHub ? new URL(url).host : hostOf(place), token);
}

function explained(thrown: unknown, host: string, stalled: boolean): EarshotError {
  const { message } = asEarshotError(thrown);
  const options = { details: { host }, cause: thrown };
  if (stalled) {
    const details = { host, reason: "stalled" };
    return new EarshotError("remote-unreachable", "no answer", { ...options, details, transient: true });
  }
  const name = thrown instanceof Error ? thrown.name : "";
  // The client's own words for a model that nobody serves, or not for this task.
  if (name === "InputError" || name === "RoutingError") return new EarshotError("remote-no-model", message, options);
  if (name === "ProviderOutputError" || name === "HubApiError" || thrown instanceof SyntaxError) {
    const details = { host, reason: "it is no list of labels with scores" };
    return new EarshotError("remote-answer-invalid", message, { ...options, details });
  }
  return new EarshotError("remote-unreachable", message, { ...options, transient: true });
}
