/** Owns: which snippets there are: the languages, the places where the API answers, and which of them go together. */
import type { CodeRequest } from "./code-request.ts";
import { curlCode } from "./curl.ts";
import { clientCode, fetchCode } from "./javascript.ts";
import { pythonCode } from "./python.ts";

export type CodeLanguage = "curl" | "python" | "fetch" | "client";
/** The hosted API, `npm start` on this machine, the page itself, the server that was chosen. */
export type CodePlace = "hosted" | "machine" | "page" | "server";

export const HOSTED_BASE = "https://router.huggingface.co/hf-inference";
/** What `npm start` prints unless told otherwise. */
export const MACHINE_BASE = "http://127.0.0.1:4173";

export const CODE_LANGUAGES: readonly CodeLanguage[] = ["curl", "python", "fetch", "client"];

/** Nobody outside the browser reaches what the page answers. */
export function languagesOf(place: CodePlace): readonly CodeLanguage[] {
  return place === "page" ? ["fetch", "client"] : CODE_LANGUAGES;
}

/** @throws RangeError for a language that the place does not have */
export function snippet(language: CodeLanguage, place: CodePlace, request: CodeRequest): string {
  if (!languagesOf(place).includes(language)) throw new RangeError(`No ${language} for ${place}`);
  const host = place === "page" ? "page" : "node";
  switch (language) {
    case "curl":
      return curlCode(request);
    case "python":
      return pythonCode(request);
    case "fetch":
      return fetchCode(request, host);
    case "client":
      return clientCode(request, host);
    default:
      language satisfies never;
      throw new RangeError(`Unknown language ${String(language)}`);
  }
}
