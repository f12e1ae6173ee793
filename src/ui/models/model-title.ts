/** A model's id as a person reads it in a line of plain text. */
import { HUB_ROUTER, hostOf, isServerId, parseServerId } from "../../remote/server-place.ts";

/** Of a model that answers on a server: its name where that is known, and the host; null for any other. */
export function serverTitle(id: string): { readonly name: string | null; readonly host: string } | null {
  const place = isServerId(id) ? parseServerId(id, HUB_ROUTER) : null;
  return place && { name: place.modelId, host: hostOf(place) };
}

export function modelTitle(id: string): string {
  const server = serverTitle(id);
  if (server === null) return id.replace(/^disk:/, "");
  return server.name === null ? server.host : `${server.name} on ${server.host}`;
}
