/**
 * Answers calls of the Hub's API with this page's models: body → sound → model → answer, one call at a time. What was opened
 * for calls alone is closed again after a while without any.
 */
import { Admission } from "../api/admission.ts";
import { answerHeaders } from "../api/answer-headers.ts";
import { type ApiAnswer, classify } from "../api/classify.ts";
import type { AudioClassificationParameters } from "../api/contract.ts";
import { readRequest } from "../api/read-request.ts";
import { asEarshotError } from "../errors/earshot-error.ts";
import type { Engine } from "../inference/engine.ts";
import type { ModelInfo } from "../models/model-info.ts";
import type { ApiAnswers } from "../offline/api-listener.ts";
import type { ApiBody, ApiReply } from "../offline/api-protocol.ts";
import { replyOfError } from "../offline/api-reply.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import type { ApiModels } from "./api-models.ts";
import { readSound } from "./api-sound.ts";

export interface ApiAnswererOptions {
  readonly models: ApiModels;
  /** Not the one of the microphone and the files: a clip that takes long, or breaks the decoder, is nobody else's trouble. */
  readonly stream: StreamClient;
  readonly idleMs?: number;
}

const IDLE_MS = 60_000;
const MOST_WAITING = 32;
/** A longer run would keep what the person listens to waiting behind it. */
const MOST_WINDOWS_ON_PAGE = 10;

export class ApiAnswerer implements ApiAnswers {
  readonly #options: ApiAnswererOptions;
  readonly #admission = new Admission({ mostAtOnce: 1, mostWaiting: MOST_WAITING });
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ApiAnswererOptions) {
    this.#options = options;
  }

  async status(modelId: string): Promise<ApiReply> {
    try {
      const { id, state, ...more } = await this.#options.models.state(modelId);
      return said({ id, state, pipeline_tag: "audio-classification", ...("info" in more ? factsOf(more.info) : {}) });
    } catch (thrown) {
      return replyOfError(thrown);
    }
  }

  async answer(modelId: string, body: () => Promise<ApiBody>, gone: AbortSignal): Promise<ApiReply> {
    try {
      const answer = await this.#admission.run(() => this.#hear(modelId, body, gone), gone);
      return said(answer.output, answerHeaders(answer));
    } catch (thrown) {
      return replyOfError(thrown);
    }
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#close();
  }

  async #hear(modelId: string, body: () => Promise<ApiBody>, gone: AbortSignal): Promise<ApiAnswer> {
    clearTimeout(this.#idle);
    try {
      const { models, stream } = this.#options;
      const id = await models.find(modelId);
      const { bytes, contentType } = await body();
      const { audio, parameters } = readRequest(new Uint8Array(bytes), contentType);
      const first = await models.engine(id, gone);
      const samples = await readSound(stream, audio, first.info.sampleRateHz, gone);
      const engine = isLong(first.info, samples, parameters) ? await models.ownEngine(id) : first;
      try {
        return await classifyOn(engine, samples, parameters, gone);
      } catch (thrown) {
        if (gone.aborted || asEarshotError(thrown).code !== "aborted") throw thrown;
        // The person chose another model meanwhile.
        return await classifyOn(await models.ownEngine(id), samples, parameters, gone);
      }
    } finally {
      this.#idle = setTimeout(() => this.#close(), this.#options.idleMs ?? IDLE_MS);
    }
  }

  #close(): void {
    this.#options.models.close();
    this.#options.stream.terminate();
  }
}

function classifyOn(
  engine: Engine,
  samples: Float32Array,
  parameters: AudioClassificationParameters,
  gone: AbortSignal,
): Promise<ApiAnswer> {
  return classify({ info: engine.info, run: (clip) => engine.run(clip, { signal: gone }) }, samples, parameters);
}

function isLong(
  { windowIsFixed, windowSamples, sampleRateHz }: ModelInfo,
  { length }: Float32Array,
  { window_s }: AudioClassificationParameters,
): boolean {
  if (windowIsFixed) return false;
  const run = window_s ? Math.min(length, window_s * sampleRateHz) : length;
  return run > MOST_WINDOWS_ON_PAGE * windowSamples;
}

function factsOf({ labels, sampleRateHz, windowSamples, windowIsFixed, activation, precision }: ModelInfo) {
  return {
    labels,
    function_to_apply: activation,
    sampling_rate: sampleRateHz,
    /** Seconds of a clip that are heard; null = all. */
    window_s: windowIsFixed ? windowSamples / sampleRateHz : null,
    precision,
  };
}

function said(body: unknown, headers: Record<string, string> = {}): ApiReply {
  return { status: 200, body, headers };
}
