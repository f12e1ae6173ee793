/** A call's reply in its two forms: as it crosses from the page, and as the answer that the caller gets. */
import { toApiError } from "../api/api-error.ts";
import type { ApiReply } from "./api-protocol.ts";
import { isolate } from "./kept-response.ts";

/** Of anything thrown on the way. */
export function replyOfError(thrown: unknown): ApiReply {
  const { status, body, retryAfterS } = toApiError(thrown);
  return { status, body, headers: retryAfterS === null ? {} : { "Retry-After": String(retryAfterS) } };
}

export function responseOf({ status, body, headers: own }: ApiReply): Response {
  const headers = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store", ...own });
  isolate(headers);
  return new Response(JSON.stringify(body), { status, headers });
}
