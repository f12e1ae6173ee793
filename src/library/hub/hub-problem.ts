/**
 * A Hub's refusal → a coded error. The Hub says more in `X-Error-Code` and `X-Error-Message` than in the status: it answers 401
 * for a name that nobody has, for a gated model and for a wrong token. Where those headers are not exposed the body says it.
 */
import { EarshotError, type ErrorCode, type ErrorDetails } from "../../errors/earshot-error.ts";
import { retryAfterS } from "./retry-after.ts";

export interface Asked {
  readonly id: string;
  readonly revision?: string;
  /** A file of the model; absent: the model itself. */
  readonly file?: string;
  readonly withToken: boolean;
}

type Verdict = readonly [ErrorCode, ErrorDetails] | readonly [ErrorCode];

/** @param body the beginning of the answer's body, or nothing */
export function hubProblem(response: Pick<Response, "status" | "headers">, asked: Asked, body = ""): EarshotError {
  const { status, headers } = response;
  const said = { code: headers.get("x-error-code") ?? "", text: `${headers.get("x-error-message") ?? ""} ${body}` };
  const [code, more = {}] = verdict(status, said, asked, headers.get("retry-after"));
  const { id, file } = asked;
  const details = { id, ...(file === undefined ? {} : { file }), status, ...more };
  const transient = status === 408 || status === 429 || status >= 500;
  return new EarshotError(code, `${code}: ${id}${file ? `/${file}` : ""}, status ${status}`, { transient, details });
}

interface Said {
  readonly code: string;
  readonly text: string;
}

function verdict(status: number, said: Said, asked: Asked, retryAfter: string | null): Verdict {
  switch (status) {
    case 401:
      // A token that is right never gets 401: what it may not read is 403 or 404.
      if (asked.withToken) return ["hub-token-refused"];
      return isGated(said) ? ["model-gated", { reason: "terms" }] : ["model-gated"];
    case 403:
      if (!asked.withToken) return isGated(said) ? ["model-gated", { reason: "terms" }] : ["model-gated"];
      if (/token settings|fine-grained|permission/i.test(said.text) || !isGated(said)) return ["hub-token-refused"];
      return ["model-gated", { reason: "not-yet-granted" }];
    case 404:
    case 410:
      return ["model-not-found", notFound(said, asked)];
    case 451:
      return ["model-not-found", { reason: "disabled" }];
    case 429: {
      const seconds = retryAfterS(retryAfter);
      return ["hub-busy", seconds === null ? {} : { retryAfterS: seconds }];
    }
    default:
      return ["model-unreachable"];
  }
}

function notFound({ code }: Said, { revision }: Asked): ErrorDetails {
  if (code === "RepoNotFound") return { reason: "repo" };
  if (code !== "RevisionNotFound") return {};
  return { reason: "revision", ...(revision === undefined ? {} : { revision }) };
}

function isGated({ code, text }: Said): boolean {
  return code === "GatedRepo" || /\bgated\b|is restricted|awaiting a review/i.test(text);
}
