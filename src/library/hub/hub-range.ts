/**
 * A stretch of a file on a Hub, by a range request. Promises exactly the bytes that were asked for, or a coded error; takes no more
 * than these from a server that knows no ranges and sends the whole file: near its beginning they are read and the rest is
 * cut off, farther in it is given up.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import { hubProblem } from "./hub-problem.ts";
import type { HubTransport } from "./hub-request.ts";
import { StallWatch } from "./stall-watch.ts";

export interface RangeWish {
  readonly url: string;
  /** The model and its file, for what may be said. */
  readonly id: string;
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  /** Of the whole file, as stated. */
  readonly totalBytes: number;
}

/** Of a body that begins at the file's start, what is read past for bytes farther in. */
const MOST_PASSED_BYTES = 32 << 20;

/** @throws EarshotError `model-*`, `hub-*`, `aborted` */
export async function readRange(wish: RangeWish, transport: HubTransport): Promise<Uint8Array<ArrayBuffer>> {
  const { token, signal, stallMs } = transport;
  const { url, offset, length } = wish;
  const watch = new StallWatch(stallMs, signal);
  const connection = new AbortController();
  try {
    const response = await (transport.fetch ?? fetch)(url, {
      signal: AbortSignal.any([watch.signal, connection.signal]),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      headers: {
        Range: `bytes=${offset}-${offset + length - 1}`,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
    });
    watch.touch();
    const passed = passedBytes(response, wish, token !== null);
    return await take(response, passed, wish, watch);
  } catch (thrown) {
    throw watch.explain(thrown);
  } finally {
    watch.end();
    connection.abort(); // Whatever else was coming is not wanted.
  }
}

/** Bytes of the body that lie before those that were asked for. */
function passedBytes(response: Response, wish: RangeWish, withToken: boolean): number {
  const { status, headers } = response;
  const { id, file, offset, length, totalBytes } = wish;
  if (status === 416) throw problem("model-corrupt", wish, { status, reason: "length" });
  if (!response.ok) throw hubProblem(response, { id, file, withToken });
  // A sign-in page of a network or a proxy, which answers for every address.
  if (/^text\/html\b/i.test(headers.get("content-type") ?? ""))
    throw problem("model-unreachable", wish, { reason: "html" });
  if (status !== 206) {
    if (offset + length <= MOST_PASSED_BYTES) return offset;
    throw problem("model-unreachable", wish, { reason: "no-ranges" });
  }
  // Hidden by the host's CORS: then it is taken at its word, and what is read decides.
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
  if (total !== undefined && total !== "*" && Number(total) !== totalBytes) {
    throw problem("model-corrupt", wish, { reason: "length" });
  }
  if (first !== undefined && Number(first) !== offset) throw problem("model-unreachable", wish, { reason: "range" });
  return 0;
}

async function take(
  { body }: Response,
  passed: number,
  wish: RangeWish,
  watch: StallWatch,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  const bytes = new Uint8Array(wish.length);
  let held = 0;
  let toPass = passed;
  while (held < bytes.byteLength) {
    const step = await reader?.read();
    if (!step || step.done) throw problem("model-incomplete", wish, { loadedBytes: held, totalBytes: wish.length });
    watch.touch();
    const fresh = step.value.subarray(Math.min(toPass, step.value.byteLength));
    toPass -= step.value.byteLength - fresh.byteLength;
    const wanted = fresh.subarray(0, bytes.byteLength - held);
    bytes.set(wanted, held);
    held += wanted.byteLength;
  }
  return bytes;
}

function problem(
  code: "model-corrupt" | "model-unreachable" | "model-incomplete",
  { id, file }: RangeWish,
  details: EarshotError["details"],
): EarshotError {
  const transient = code !== "model-corrupt" && details.reason !== "no-ranges";
  return new EarshotError(code, `${code}: ${id}/${file}`, { transient, details: { id, file, ...details } });
}
