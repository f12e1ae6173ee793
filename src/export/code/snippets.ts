/** Owns: which snippets there are: the languages, the places where the API answers, and which of them go together. */
import type { CodeRequest } from "./code-request.ts";
import { curlCode } from "./curl.ts";
import { clientCode, fetchCode } from "./javascript.ts";
import { elementCode, functionCode } from "./library.ts";
import { pythonCode } from "./python.ts";

export type CodeLanguage = "curl" | "python" | "fetch" | "client" | "function" | "element";
/** The hosted API, `npm start` on this machine, the page itself, the server that was chosen, a page of the reader's own with the npm package. */
export type CodePlace = "hosted" | "machine" | "page" | "server" | "library";

export const HOSTED_BASE = "https://router.huggingface.co/hf-inference";
/** What `npm start` prints unless told otherwise. */
export const MACHINE_BASE = "http://127.0.0.1:4173";

export const CODE_LANGUAGES: readonly CodeLanguage[] = ["curl", "python", "fetch", "client", "function", "element"];

const ANYWHERE: readonly CodeLanguage[] = ["curl", "python", "fetch", "client"];
const LANGUAGES: Record<CodePlace, readonly CodeLanguage[]> = {
  hosted: ANYWHERE,
  machine: ANYWHERE,
  // Nobody outside the browser reaches what the page answers.
  page: ["fetch", "client"],
  server: ANYWHERE,
  library: ["function", "element"],
};

export function languagesOf(place: CodePlace): readonly CodeLanguage[] {
  return LANGUAGES[place];
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
    case "function":
      return functionCode(request);
    case "element":
      return elementCode(request);
    default:
      language satisfies never;
      throw new RangeError(`Unknown language ${String(language)}`);
  }
}
