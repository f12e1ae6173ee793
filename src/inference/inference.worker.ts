/** Entry of the inference worker: wiring only. See `protocol.ts` for what it answers. */
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import { serve } from "../rpc/rpc-server.ts";
import { goldenWaveform } from "../signal/golden-waveform.ts";
import { Classifier } from "./classifier.ts";
import { loadRuntime } from "./load-runtime.ts";
import type { InferenceProtocol } from "./protocol.ts";
import type { OnnxRuntime } from "./runtime.ts";
import { timeGolden } from "./time-golden.ts";

declare const self: DedicatedWorkerGlobalScope;

let classifier: Classifier | null = null;
let prepared: Promise<OnnxRuntime> | null = null;

function loaded(): Classifier {
  if (!classifier) throw new EarshotError("internal", "run before load");
  return classifier;
}

/** A session runs one thing at a time: calls that come meanwhile (a file's packs, a live window) wait their turn. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work);
  turn = done.catch(() => {}); // The caller has the error; the next in turn must not.
  return done;
}

const tell = serve<InferenceProtocol>(self, {
  async prepare({ backend }) {
    prepared = loadRuntime(backend).then((runtime) => runtime.prepare());
    await prepared;
    return { result: null };
  },

  async load({ files, backend }) {
    const startedMs = performance.now();
    const runtime = await (prepared ?? loadRuntime(backend));
    classifier = await Classifier.create(files, runtime);
    void runtime.lost.then((reason) => {
      const error = new EarshotError("backend-lost", reason, { transient: true, details: { device: backend.device } });
      tell({ kind: "backend-lost", error: toPlainError(error) });
    });
    return { result: { info: classifier.info, loadMs: performance.now() - startedMs } };
  },

  async run({ samples, start }) {
    const result = await inTurn(() => loaded().run(samples, start));
    return { result, transfer: [result.logits.buffer] };
  },

  async runPack(pack) {
    const result = await inTurn(() => loaded().runPack(pack));
    return { result, transfer: [result.logits.buffer] };
  },

  async golden({ samples, repeats, enoughMs }) {
    const model = loaded();
    const waveform = goldenWaveform(samples, model.info.sampleRateHz);
    return { result: await inTurn(() => timeGolden(() => model.run(waveform), repeats, enoughMs)) };
  },
});
