/**
 * One request to a Hub: with the token, without cookies, and never for ever. A server that sends no byte for a while is a
 * stall; an answer larger than was to be expected is cut off before it fills memory.
 */
import type { EarshotError } from "../../errors/earshot-error.ts";
import { StallWatch } from "./stall-watch.ts";

/** What a check needs of the world. The token goes to the endpoint alone: a redirect to another origin loses it. */
export interface HubTransport {
  readonly token: string | null;
  readonly fetch?: typeof fetch | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Without a byte for so long it is a stall. */
  readonly stallMs?: number | undefined;
}

export interface HubAnswer {
  readonly response: Response;
  /** Null for HEAD. */
  readonly text: string;
}

/** Of what a refusal says; it is only looked into for words. */
const REFUSAL_BYTES = 10_000;

/** @throws EarshotError `model-unreachable` | `hub-stalled` | `aborted`; `tooLarge` where the body exceeds `maxBytes` */
export async function askHub(
  url: string,
  method: "GET" | "HEAD",
  transport: HubTransport,
  { maxBytes, tooLarge }: { readonly maxBytes: number; readonly tooLarge: () => EarshotError },
): Promise<HubAnswer> {
  const { token, signal, stallMs } = transport;
  const watch = new StallWatch(stallMs, signal);
  try {
    const response = await (transport.fetch ?? fetch)(url, {
      method,
      signal: watch.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      // A branch moves: what it stands for is asked anew.
      cache: "no-cache",
      headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    });
    watch.touch();
    if (method === "HEAD") return { response, text: "" };
    const text = await readText(response, response.ok ? maxBytes : REFUSAL_BYTES, watch, response.ok ? tooLarge : null);
    return { response, text };
  } catch (thrown) {
    throw watch.explain(thrown);
  } finally {
    watch.end();
  }
}

/** @param tooLarge null: what is over the bound is left away */
async function readText(
  { body, headers }: Response,
  maxBytes: number,
  watch: StallWatch,
  tooLarge: (() => EarshotError) | null,
): Promise<string> {
  const reader = body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    if (tooLarge && Number(headers.get("content-length")) > maxBytes) throw tooLarge();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      watch.touch();
      bytes += value.byteLength;
      if (bytes > maxBytes && tooLarge) throw tooLarge();
      text += decoder.decode(value, { stream: true });
      if (bytes > maxBytes) return text;
    }
  } finally {
    // Lets the connection go where not all was read; after the end, or after an error, there is nothing to cancel.
    reader.cancel().catch(() => {});
  }
}
