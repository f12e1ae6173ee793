/** One call with one page, from the service worker's side: until its reply, or until it is clear that none will come. */
import * as v from "valibot";
import { ApiError } from "../api/api-error.ts";
import { waitPatiently } from "../rpc/patience.ts";
import { type ApiBody, type ApiCall, type ApiReply, type CallSays, PageSays } from "./api-protocol.ts";

/** The part of a `WindowClient` that is needed. */
export interface PageClient {
  readonly id: string;
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: string;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

export interface Patience {
  /** Until the page says that it heard. */
  readonly takenMs: number;
  /** From then on, for waiting in line and for the work. */
  readonly replyMs: number;
  /** How often it is looked whether page and caller are still there: nobody tells. */
  readonly lookMs: number;
}

export interface ExchangeParts {
  readonly readBody: () => Promise<ApiBody>;
  /** Who of page and caller is no more, in a sentence; null while both are there. */
  readonly whoIsGone: () => Promise<string | null>;
  /** Not every browser tells a service worker that a caller gives up. */
  readonly callerGone: AbortSignal;
  readonly patience: Patience;
}

/**
 * Null where the page does not take the call, so another one may be asked.
 * @throws ApiError 503 where it took the call and went away, or takes too long; what `readBody` throws
 */
export function askPage(page: PageClient, call: ApiCall, parts: ExchangeParts): Promise<ApiReply | null> {
  const { readBody, whoIsGone, callerGone, patience } = parts;
  const { port1: port, port2 } = new MessageChannel();
  const say = (message: CallSays, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const over = new AbortController();
  const { promise, resolve, reject } = withResolvers<ApiReply | null>();

  const giveUp = (sentence: string) => reject(new ApiError(503, sentence, 1));
  const sendBody = async () => {
    const body = await readBody();
    if (!over.signal.aborted) say({ kind: "body", body }, [body.bytes]);
  };
  let endWait = waitPatiently(patience.takenMs, () => resolve(null));
  const look = setInterval(async () => {
    const sentence = await whoIsGone();
    if (sentence !== null) giveUp(sentence);
  }, patience.lookMs);
  port.onmessage = ({ data }) => {
    const said = v.safeParse(PageSays, data);
    if (!said.success) return giveUp("The tab of Earshot is of another version.");
    const message = said.output;
    switch (message.kind) {
      case "taken":
        endWait();
        endWait = waitPatiently(patience.replyMs, () => giveUp("The model took too long."));
        return;
      case "send-body":
        sendBody().catch(reject);
        return;
      case "reply":
        resolve(message.reply);
        return;
      default:
        message satisfies never;
    }
  };
  const onGone = () => giveUp("The caller went away.");
  callerGone.addEventListener("abort", onGone, { once: true });
  page.postMessage(call, [port2]);
  return promise.finally(() => {
    over.abort();
    endWait();
    clearInterval(look);
    callerGone.removeEventListener("abort", onGone);
    say({ kind: "gone" });
    port.close();
  });
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onDone, onFail) => {
    resolve = onDone;
    reject = onFail;
  });
  return { promise, resolve, reject };
}
