/**
 * What the service worker and a page of the app say to each other about one call of the Hub's API. Each call has a channel of its
 * own; its body crosses only when the page asks for it, so that memory follows who is served, not who asks.
 */
import * as v from "valibot";

/** Service worker → page, with the call's port. */
export const ApiCall = v.object({
  kind: v.literal("api-call"),
  wants: v.picklist(["answer", "status"]),
  modelId: v.string(),
});
export type ApiCall = v.InferOutput<typeof ApiCall>;

const ApiBodySchema = v.object({ bytes: v.instance(ArrayBuffer), contentType: v.nullable(v.string()) });
export type ApiBody = v.InferOutput<typeof ApiBodySchema>;

const ApiReplySchema = v.object({
  status: v.number(),
  /** As it goes into JSON. */
  body: v.unknown(),
  headers: v.record(v.string(), v.string()),
});
export type ApiReply = v.InferOutput<typeof ApiReplySchema>;

/** Page → service worker, by the port. */
export const PageSays = v.variant("kind", [
  /** Heard: it waits for its turn. A page that is asleep, or of an older version, does not say it. */
  v.object({ kind: v.literal("taken") }),
  v.object({ kind: v.literal("send-body") }),
  v.object({ kind: v.literal("reply"), reply: ApiReplySchema }),
]);
export type PageSays = v.InferOutput<typeof PageSays>;

/** Service worker → page, by the port. */
export const CallSays = v.variant("kind", [
  v.object({ kind: v.literal("body"), body: ApiBodySchema }),
  /** Nobody waits for the reply any more. */
  v.object({ kind: v.literal("gone") }),
]);
export type CallSays = v.InferOutput<typeof CallSays>;
