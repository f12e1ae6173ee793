/**
 * A server's refusal → a coded error, and whether the same request may do better later. Shapes as Hugging Face's router and
 * Inference Endpoints give them: `{"error": text}`, while a model is loaded `{"error", "estimated_time"}` with 503.
 */
import { EarshotError, type ErrorCode, type ErrorDetails } from "../errors/earshot-error.ts";
import { retryAfterS } from "../library/hub/retry-after.ts";

const LONGEST_SAID = 200;

type Verdict = readonly [code: ErrorCode, transient: boolean, details?: ErrorDetails];

/** @param secret never to be repeated, should the server do so */
export function serverProblem(
  { status, headers }: Pick<Response, "status" | "headers">,
  body: string,
  host: string,
  secret: string | null,
): EarshotError {
  const { said, estimatedS } = readBody(body);
  const afterS = retryAfterS(headers.get("retry-after"));
  const [code, transient, more = {}] = verdict(status, said, estimatedS, afterS);
  const words = (secret === null ? said : said.replaceAll(secret, "…")).slice(0, LONGEST_SAID);
  const details = {
    host,
    status,
    ...(words === "" ? {} : { said: words }),
    ...(afterS === null ? {} : { retryAfterS: afterS }),
    ...more,
  };
  return new EarshotError(code, `${code}: ${host} answered ${status}`, { transient, details });
}

function verdict(status: number, said: string, estimatedS: number | null, afterS: number | null): Verdict {
  switch (status) {
    case 401:
    case 403:
      return ["remote-token-refused", false];
    case 402:
      return ["remote-credits", false];
    case 404:
    case 410:
      return ["remote-no-model", false];
    case 408:
    case 425:
      return ["remote-failing", true];
    case 429:
      return ["remote-busy", true];
    case 503:
      if (estimatedS !== null || /loading|starting|initiali[sz]ing|cold/i.test(said)) {
        return ["remote-loading", true, estimatedS === null ? {} : { estimatedS }];
      }
      return afterS === null ? ["remote-failing", true] : ["remote-busy", true];
    default:
      if (status >= 500) return ["remote-failing", true];
      // The router's words for a model that no provider serves.
      return /not supported by|no (?:inference )?provider/i.test(said)
        ? ["remote-no-model", false]
        : ["remote-refused", false];
  }
}

function readBody(text: string): { readonly said: string; readonly estimatedS: number | null } {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null) {
      const said = ["error", "message", "detail"].flatMap((key) => textOf(Reflect.get(json, key)))[0] ?? "";
      const estimated: unknown = Reflect.get(json, "estimated_time");
      const isTime = typeof estimated === "number" && Number.isFinite(estimated) && estimated >= 0;
      return { said: said.trim(), estimatedS: isTime ? estimated : null };
    }
  } catch {
    // A page or plain words.
  }
  return { said: /^\s*</.test(text) ? "" : text.trim(), estimatedS: null };
}

/** Some put a list of sentences there, some `{"message"}`. */
function textOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string");
  return typeof value === "object" && value !== null && "message" in value ? textOf(value.message) : [];
}
