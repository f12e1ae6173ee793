/** Entry of a model's thread: wiring only. */
import { parentPort } from "node:worker_threads";
import { toApiError } from "../api/api-error.ts";
import { classify } from "../api/classify.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import { Classifier } from "../inference/classifier.ts";
import type { ScopeLike } from "../rpc/messages.ts";
import { serve } from "../rpc/rpc-server.ts";
import { decodeAudio } from "./decode-audio.ts";
import { loadRuntime } from "./load-runtime.ts";
import type { ModelThreadProtocol } from "./protocol.ts";

let classifier: Classifier | null = null;

serve<ModelThreadProtocol>(scopeOfThread(), {
  async load(files) {
    const { name, runtime } = await loadRuntime();
    classifier = await Classifier.create(files, runtime);
    return { result: { runtime: name } };
  },

  async classify({ audio, parameters }) {
    if (!classifier) throw new EarshotError("internal", "classify before load");
    try {
      const samples = await decodeAudio(audio, classifier.info.sampleRateHz);
      return { result: { answer: await classify(classifier, samples, parameters) } };
    } catch (thrown) {
      const { status, message, retryAfterS } = toApiError(thrown);
      return { result: { refusal: { status, message, retryAfterS } } };
    }
  },
});

/** Node's port as a worker's scope. */
function scopeOfThread(): ScopeLike {
  const port = parentPort;
  if (!port) throw new EarshotError("internal", "not a thread");
  const scope: ScopeLike = {
    onmessage: null,
    postMessage: (message, transfer) => port.postMessage(message, transfer as never),
  };
  port.on("message", (data: unknown) => scope.onmessage?.({ data } as MessageEvent));
  return scope;
}
