/** Which requests are calls of the Hub's API: those below the app's own folder that name a model and not a file of one. */
import { type ApiRoute, routeOf } from "../api/route.ts";
import { EMBEDDED_MODELS, isEmbedded } from "../models/locations.ts";

/** Null = no call. */
export function callAt(request: Request, scope: string): ApiRoute | null {
  const url = new URL(request.url);
  const folder = new URL(scope);
  if (url.origin !== folder.origin || !url.pathname.startsWith(folder.pathname)) return null;
  const path = url.pathname.slice(folder.pathname.length - 1);
  const route = routeOf(path);
  if (route === null || (isRead(request) && isFileOfEmbedded(path, route))) return null;
  return route;
}

/** The models inside the app lie at `models/NAME/…`, and `models/NAME/config.json` looks like an owner and a name. */
function isFileOfEmbedded(path: string, route: ApiRoute): boolean {
  if (route.kind === "model" && isEmbedded(route.modelId)) return false;
  return EMBEDDED_MODELS.some((name) => path.startsWith(`/models/${name}/`));
}

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}
