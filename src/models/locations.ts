/** Where a model's files lie: the app's own folder for embedded models, the Hub's URL layout for all others. */
import { EarshotError } from "../errors/earshot-error.ts";

/** The models that ship inside the app, in the order in which screens list them. */
export const EMBEDDED_MODELS = ["everyday-sounds", "spoken-digits"] as const;

export function isEmbedded(id: string): boolean {
  return (EMBEDDED_MODELS as readonly string[]).includes(id);
}

/** `owner/name` (or a legacy single name), optionally with `@revision`. */
const HUB_ID = /^[\w.-]{1,96}(?:\/[\w.-]{1,96})?(?:@[\w./-]{1,128})?$/;

export interface ModelLocation {
  readonly id: string;
  readonly source: "embedded" | "hub";
  urlOf(file: string): string;
}

export interface Places {
  /** Address of the app's own folder, with a trailing slash. */
  readonly appBase: string;
  /** Address of the Hub, with no trailing slash. */
  readonly hubBase: string;
}

/** @throws EarshotError `model-not-found` where `id` is neither embedded nor shaped like a Hub id. */
export function locateModel(id: string, places: Places): ModelLocation {
  if (isEmbedded(id)) {
    return { id, source: "embedded", urlOf: (file) => new URL(`models/${id}/${file}`, places.appBase).href };
  }
  if (!HUB_ID.test(id) || id.includes("..")) {
    throw new EarshotError("model-not-found", `"${id}" is no model id`, { details: { id } });
  }
  const [name = id, revision = "main"] = id.split("@");
  const path = name.split("/").map(encodeURIComponent).join("/");
  return {
    id,
    source: "hub",
    urlOf: (file) => `${places.hubBase}/${path}/resolve/${encodeURIComponent(revision)}/${file}`,
  };
}
