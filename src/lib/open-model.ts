/**
 * A model on workers of its own, from its name to its end: what `createClassifier` gives out and the element listens with. Who
 * opens it closes it.
 */
import { Admission } from "../api/admission.ts";
import { type ApiAnswer, classify } from "../api/classify.ts";
import type { AudioClassificationParameters } from "../api/contract.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import { Engine } from "../inference/engine.ts";
import type { EngineEvent } from "../inference/engine-event.ts";
import { probeHardware } from "../inference/probe-hardware.ts";
import { readSound } from "../session/api-sound.ts";
import { textStore } from "../session/text-store.ts";
import { StreamClient } from "../stream/stream-client.ts";
import { findAssets } from "./assets.ts";
import { getFiles } from "./get-files.ts";
import type { ClassifierOptions } from "./types.ts";

export class OpenModel {
  readonly engine: Engine;
  readonly stream: StreamClient;
  readonly #closing = new AbortController();
  /** One clip at a time: the decoder and the model are one, and memory is that of one clip. */
  readonly #turns = new Admission({ mostAtOnce: 1, mostWaiting: Number.POSITIVE_INFINITY });

  private constructor(engine: Engine, stream: StreamClient) {
    this.engine = engine;
    this.stream = stream;
  }

  /** @param onGone told when nothing is left that runs it @throws EarshotError `model-*`, `hub-*`, `backend-*`, `aborted` */
  static async open(
    model: string,
    options: ClassifierOptions,
    signal: AbortSignal,
    onGone: () => void = () => {},
  ): Promise<OpenModel> {
    const { device = "wasm", onProgress = () => {}, onEvent: tell = () => {} } = options;
    const { startInferenceWorker: startWorker, startAudioWorker, startLibraryWorker } = findAssets(options);
    const files = await getFiles(model, { ...options, startLibraryWorker, onProgress }, signal);
    const bytes = files.externalData.reduce((sum, { data }) => sum + data.size, files.weights.size);
    onProgress({ step: "checking", loadedBytes: bytes, totalBytes: bytes });
    const onEvent = (event: EngineEvent) => {
      tell(event);
      if (event.kind === "gone") onGone();
    };
    const hardware = await probeHardware();
    const choice =
      device === "webgpu"
        ? { hardware, device }
        : // Measured among WASM's threads, and remembered apart from what the app found on this machine.
          { hardware: { ...hardware, webgpu: false }, device: null };
    const engine = await Engine.open(files, { startWorker, onEvent, memory: textStore(), ...choice }, signal);
    return new OpenModel(engine, new StreamClient(startAudioWorker));
  }

  /** @throws ApiError 400, 413; EarshotError `file-*`, `backend-*`, `worker-*`, `aborted` */
  hear(
    audio: Blob | ArrayBuffer,
    parameters: AudioClassificationParameters,
    signal: AbortSignal | undefined,
  ): Promise<ApiAnswer> {
    const closing = this.#closing.signal;
    const gone = signal ? AbortSignal.any([signal, closing]) : closing;
    return this.#turns.run(async () => {
      const bytes = new Uint8Array(audio instanceof Blob ? await audio.arrayBuffer() : audio);
      const { info } = this.engine;
      const samples = await readSound(this.stream, bytes, info.sampleRateHz, gone);
      return classify({ info, run: (clip) => this.engine.run(clip, { signal: gone }) }, samples, parameters);
    }, gone);
  }

  dispose(): void {
    this.#closing.abort(new EarshotError("aborted", "the classifier was disposed of"));
    this.engine.dispose();
    this.stream.terminate();
  }
}
