/** Page side of the Hub's API: hears the calls that the service worker hands on, and gives back what the answerer says. */
import * as v from "valibot";
import { type ApiBody, ApiCall, type ApiReply, CallSays, type PageSays } from "./api-protocol.ts";
import { replyOfError } from "./api-reply.ts";

export interface ApiAnswers {
  status(modelId: string): Promise<ApiReply>;
  /** @param body asks for the body; to be called when it is this call's turn */
  answer(modelId: string, body: () => Promise<ApiBody>, gone: AbortSignal): Promise<ApiReply>;
}

/** The service worker gives up before; one that the browser has ended says nothing at all. */
const LONGEST_CALL_MS = 130_000;

type Calls = Pick<ServiceWorkerContainer, "addEventListener" | "startMessages">;

export function answerCalls(answers: ApiAnswers, container: Calls | undefined = navigator.serviceWorker): void {
  container?.addEventListener("message", ({ data, ports }) => {
    const call = v.safeParse(ApiCall, data);
    const [port] = ports;
    if (call.success && port) void serve(call.output, port, answers);
  });
  container?.startMessages();
}

/** Never rejects. */
async function serve({ wants, modelId }: ApiCall, port: MessagePort, answers: ApiAnswers): Promise<void> {
  const say = (message: PageSays) => port.postMessage(message);
  const gone = new AbortController();
  const tooLong = setTimeout(() => gone.abort(), LONGEST_CALL_MS);
  const body = bodyFrom(port, gone);
  say({ kind: "taken" });
  const askForBody = () => {
    say({ kind: "send-body" });
    return body;
  };
  const reply = wants === "status" ? answers.status(modelId) : answers.answer(modelId, askForBody, gone.signal);
  say({ kind: "reply", reply: await reply.catch(replyOfError) });
  clearTimeout(tooLong);
  port.close();
}

function bodyFrom(port: MessagePort, gone: AbortController): Promise<ApiBody> {
  const body = new Promise<ApiBody>((resolve, reject) => {
    gone.signal.addEventListener("abort", () => reject(gone.signal.reason), { once: true });
    port.onmessage = ({ data }) => {
      const said = v.safeParse(CallSays, data);
      if (said.success && said.output.kind === "body") resolve(said.output.body);
      else gone.abort();
    };
  });
  body.catch(() => {}); // Of a call that is called off before its turn.
  return body;
}
