/**
 * What a person types or pastes → which model, which revision. Takes ids as Python's `validate_repo_id` does, and addresses of
 * pages and files on the Hub or on the chosen endpoint. Promises: what comes out is safe to be put into a URL's path by
 * segments. Deliberately doesn't: know embedded names, or ask whether the model exists.
 */
import { EarshotError } from "../errors/earshot-error.ts";

export interface ModelReference {
  /** `owner/name`, or a legacy single name. */
  readonly name: string;
  /** A branch, tag, commit, or `refs/pr/5`. */
  readonly revision: string;
}

export const DEFAULT_REVISION = "main";

/** Why a text is no reference; `session/` makes the sentence. */
export type ReferenceProblem = "empty" | "not-a-name" | "not-a-revision" | "another-site" | "not-a-model";

const HUB_HOSTS = ["huggingface.co", "www.huggingface.co", "hf.co"];
/** A repository's part: letters, digits, `-_.`; a dot or hyphen neither first nor last nor doubled. Source: huggingface_hub. */
const PART = /^(?![-.])(?!.*(?:--|\.\.))[A-Za-z0-9_.-]{1,96}(?<![-.])(?<!\.git)$/;
/** What git allows of a ref, less what nobody uses. */
const REVISION = /^(?![-/])(?!.*(?:\.\.|\/\/|\/\.))[A-Za-z0-9_.+/-]{1,200}(?<![./])$/;
/** First path segments that are other things than a model's owner. */
const NOT_MODELS = ["datasets", "spaces", "docs", "papers", "collections", "blog", "api", "organizations", "settings"];
/** What follows a model's name in addresses, with the revision after it. */
const WITH_REVISION = ["tree", "blob", "resolve", "raw", "commit", "commits", "blame", "revision"];
/** The same, with something else after it, or nothing. */
const WITHOUT_REVISION = ["discussions", "settings", "edit", "upload", "community"];
const LONGEST_TEXT = 2_000;

/** @throws EarshotError `model-reference-invalid`, with `details.reason` a `ReferenceProblem` */
export function parseReference(text: string, endpoint?: string): ModelReference {
  const typed = text.trim();
  if (typed === "") throw refused(typed, "empty");
  if (typed.length > LONGEST_TEXT) throw refused(typed.slice(0, 80), "not-a-name");
  const path = pathOfAddress(typed, endpoint);
  return path === null ? parseId(typed, typed) : parsePath(path, typed);
}

/** `owner/name`, with `@revision` where that is not the default. The inverse of `parseReference`. */
export function formatReference({ name, revision }: ModelReference): string {
  return revision === DEFAULT_REVISION ? name : `${name}@${revision}`;
}

/** The path of an address on a Hub, without slashes at its ends; null where the text is no address. */
function pathOfAddress(typed: string, endpoint: string | undefined): string | null {
  const own = endpoint === undefined ? null : safeUrl(endpoint);
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  const hosts = own ? [...HUB_HOSTS, own.host] : HUB_HOSTS;
  const [host = ""] = typed.split("/", 1);
  if (!withScheme && !(typed.includes("/") && hosts.includes(host.toLowerCase()))) return null;
  const url = safeUrl(withScheme ? typed : `https://${typed}`);
  if (url === null || !/^https?:$/.test(url.protocol)) throw refused(typed, "not-a-name");
  if (!hosts.includes(url.host)) throw refused(typed, "another-site", url.host);
  // An endpoint may lie under a path of its host.
  const base = own?.host === url.host ? own.pathname.replace(/\/+$/, "") : "";
  const path = base !== "" && url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
  return path.replace(/^\/+|\/+$/g, "");
}

function parsePath(path: string, typed: string): ModelReference {
  const segments = path.split("/").map((segment) => decode(segment, typed));
  if (segments[0] === "api" && segments[1] === "models") segments.splice(0, 2);
  if (segments[0] === "models") segments.shift();
  const [first = "", second] = segments;
  if (NOT_MODELS.includes(first)) throw refused(typed, "not-a-model", first);
  // A legacy single name is told by what follows it.
  const single = second === undefined || isAction(second);
  const name = single ? first : `${first}/${second}`;
  const [action, ...rest] = segments.slice(single ? 1 : 2);
  if (action === undefined) return parseId(name, typed);
  if (WITHOUT_REVISION.includes(action)) return checked(name, DEFAULT_REVISION, typed);
  if (!WITH_REVISION.includes(action)) throw refused(typed, "not-a-name");
  return checked(name, revisionOf(rest) ?? DEFAULT_REVISION, typed);
}

/** The revision is one segment (its slashes encoded), but `refs/…/…` is also pasted plainly. */
function revisionOf(rest: readonly string[]): string | undefined {
  return rest[0] === "refs" && rest.length >= 3 ? rest.slice(0, 3).join("/") : rest[0];
}

function parseId(id: string, typed: string): ModelReference {
  const at = id.indexOf("@");
  return at === -1 ? checked(id, DEFAULT_REVISION, typed) : checked(id.slice(0, at), id.slice(at + 1), typed);
}

function checked(name: string, revision: string, typed: string): ModelReference {
  const parts = name.split("/");
  if (parts.length > 2 || !parts.every((part) => PART.test(part))) throw refused(typed, "not-a-name");
  if (!REVISION.test(revision)) throw refused(typed, "not-a-revision", revision);
  return { name, revision };
}

function isAction(segment: string): boolean {
  return WITH_REVISION.includes(segment) || WITHOUT_REVISION.includes(segment);
}

function decode(segment: string, typed: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw refused(typed, "not-a-name"); // A lone per cent sign.
  }
}

function safeUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function refused(typed: string, reason: ReferenceProblem, part?: string): EarshotError {
  const details = { id: typed.slice(0, 200), reason, ...(part === undefined ? {} : { part: part.slice(0, 80) }) };
  return new EarshotError("model-reference-invalid", `"${details.id}" is no model reference: ${reason}`, { details });
}
