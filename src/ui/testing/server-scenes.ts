/** A server as the gallery shows it. Development only. */
import type { ServerOffer, ServerState } from "../../session/server-state.ts";
import { NO_SERVER } from "../../session/server-state.ts";

export const SERVER: ServerState = { ...NO_SERVER, router: "https://router.huggingface.co" };

export const SERVER_OFFER: ServerOffer = {
  place: { kind: "provider", router: SERVER.router, provider: "hf-inference", modelId: "owner/birds" },
  id: "server:https://router.huggingface.co/hf-inference/models/owner/birds",
  host: "router.huggingface.co",
  party: "https://router.huggingface.co hf-inference",
  providers: ["hf-inference"],
  facts: { numLabels: 3, someLabels: ["robin", "wren", "owl"], sampleRateHz: 16_000, windowS: 5, windowIsFixed: false },
};
