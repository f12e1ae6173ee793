/** Entry of the worker that computes a sample sound: a tenth of a second and more of work that the page should not wait for. */
import { EarshotError } from "../errors/earshot-error.ts";
import { serve } from "../rpc/rpc-server.ts";
import { SAMPLES } from "../samples/catalogue.ts";
import type { SampleProtocol } from "./sample-protocol.ts";

declare const self: DedicatedWorkerGlobalScope;

serve<SampleProtocol>(self, {
  render: async (wanted) => {
    const sample = SAMPLES.find(({ id }) => id === wanted);
    if (!sample) throw new EarshotError("internal", `no sample ${wanted}`);
    const result = sample.render();
    return { result, transfer: [result.buffer] };
  },
});
