/**
 * A model that answers on a server: each window is one request, several at once for files, one for the microphone. Promises:
 * logits as from a model in the page, in the same order; a window of a file is asked for until it is answered or the failure
 * stays; a window of the present is not asked for twice. Keeps no sound.
 */

import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelRunner, RunOptions } from "../inference/model-runner.ts";
import type { RunPackRequest, RunPackResult, RunResult } from "../inference/protocol.ts";
import { freeWindowS } from "../models/free-window.ts";
import type { ModelInfo, ServerReport } from "../models/model-info.ts";
import type { ReadFacts } from "../models/read-config.ts";
import { median } from "../scores/median.ts";
import { type AnswerRow, answerLogits } from "./answer-logits.ts";
import { askServer, type ServerAccess, type ServerTransport } from "./ask-server.ts";
import { type FoundManner, probeServer } from "./probe-server.ts";
import { addressOf, hostOf, serverId } from "./server-place.ts";
import { type Hindrance, type ServerPatience, Traffic } from "./traffic.ts";
import { windowBody } from "./window-body.ts";

export interface RemoteOptions {
  /** Asked before each request: a token may be entered anew. */
  readonly access: () => ServerAccess;
  /** What the model's own files say; null where nobody knows. */
  readonly facts: ReadFacts | null;
  readonly onHindrance: (hindrance: Hindrance) => void;
  /** The time that a window takes has changed. */
  readonly onMeasured: () => void;
  readonly transport?: ServerTransport | undefined;
  readonly patience?: ServerPatience | undefined;
}

/** Requests under way at once: enough to hide the way there and back, few enough for a server that others use too. */
export const MOST_AT_ONCE = 4;
/** What a server gets whose model nobody knows; it resamples to what it needs, as the task has it. */
const USUAL_RATE_HZ = 16_000;
const ROUND_TRIPS_KEPT = 15;

export class RemoteModel implements ModelRunner {
  readonly info: ModelInfo;
  readonly packWindows = MOST_AT_ONCE;
  readonly filesAtOnce = MOST_AT_ONCE;
  readonly #options: RemoteOptions;
  readonly #manner: FoundManner;
  readonly #traffic: Traffic;
  readonly #closing: AbortController;
  readonly #roundTripsMs: number[];
  #windowMs: number;

  private constructor(
    options: RemoteOptions,
    manner: FoundManner,
    traffic: Traffic,
    closing: AbortController,
    roundTripsMs: number[],
  ) {
    this.#options = options;
    this.#manner = manner;
    this.#traffic = traffic;
    this.#closing = closing;
    this.#roundTripsMs = roundTripsMs;
    this.#windowMs = median(roundTripsMs) ?? 0;
    this.info = infoOf(options, manner);
  }

  /** Waits for a server that is only starting. @throws EarshotError `remote-*`, `hub-*`, `aborted` */
  static async open(options: RemoteOptions, signal: AbortSignal): Promise<RemoteModel> {
    const { facts, onHindrance, patience } = options;
    const traffic = new Traffic({ most: MOST_AT_ONCE, patience, onHindrance });
    const roundTripsMs: number[] = [];
    const ask = (body: Blob) =>
      traffic.ask(() => timed(askServer(options.access(), body, signal, options.transport), roundTripsMs), signal);
    const expected = {
      sampleRateHz: facts?.sampleRateHz ?? USUAL_RATE_HZ,
      labels: facts?.labels ?? null,
      activation: facts?.activation ?? null,
    };
    const manner = await probeServer(ask, expected);
    return new RemoteModel(options, manner, traffic, new AbortController(), roundTripsMs);
  }

  get report(): ServerReport {
    const { place } = this.#options.access();
    const { made, bestOnly } = this.#manner;
    const isGuessed = this.#options.facts === null;
    return { host: hostOf(place), address: addressOf(place), windowMs: this.#windowMs, made, bestOnly, isGuessed };
  }

  /** For the present: a failure that may pass is thrown as `transient` when its wait is over. */
  async run(samples: Float32Array, { signal }: RunOptions = {}): Promise<RunResult> {
    const both = this.#either(signal);
    const body = this.#bodyOf(samples);
    const startedMs = performance.now();
    const rows = await this.#told(this.#traffic.askNow(() => this.#askOnce(body, both), both));
    const modelMs = performance.now() - startedMs;
    return { logits: this.#logitsOf(rows), embeddings: null, featuresMs: 0, modelMs };
  }

  async runPack(pack: RunPackRequest, signal?: AbortSignal): Promise<RunPackResult> {
    // What fails for one window ends the requests for the others: their file has failed.
    const failing = new AbortController();
    const all = AbortSignal.any([this.#either(signal), failing.signal]);
    const { samples, offsets, windowSamples } = pack;
    const numLabels = this.info.labels.length;
    const logits = new Float32Array(offsets.length * numLabels);
    const one = async (offset: number, index: number) => {
      const ask = () => this.#askOnce(this.#bodyOf(samples.subarray(offset, offset + windowSamples)), all);
      logits.set(this.#logitsOf(await this.#traffic.ask(ask, all)), index * numLabels);
    };
    try {
      await this.#told(Promise.all([...offsets].map(one)));
    } finally {
      failing.abort();
    }
    return { logits };
  }

  dispose(): void {
    this.#closing.abort();
    this.#options.onHindrance(null);
  }

  #either(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([this.#closing.signal, signal]) : this.#closing.signal;
  }

  #bodyOf(samples: Float32Array): Blob {
    return windowBody(samples, this.info.sampleRateHz, this.#manner.parameters);
  }

  async #askOnce(body: Blob, signal: AbortSignal): Promise<readonly AnswerRow[]> {
    const rows = await timed(
      askServer(this.#options.access(), body, signal, this.#options.transport),
      this.#roundTripsMs,
    );
    this.#roundTripsMs.splice(0, this.#roundTripsMs.length - ROUND_TRIPS_KEPT);
    this.#windowMs = median(this.#roundTripsMs) ?? 0;
    this.#options.onMeasured();
    return rows;
  }

  #logitsOf(rows: readonly AnswerRow[]): Float32Array {
    return answerLogits(rows, this.info.labels, this.#manner);
  }

  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      if (!this.#closing.signal.aborted) throw thrown;
      throw new EarshotError("aborted", "the model was closed", { cause: thrown });
    }
  }
}

function infoOf({ access, facts }: RemoteOptions, manner: FoundManner): ModelInfo {
  const { labels, activation, made } = manner;
  const sampleRateHz = facts?.sampleRateHz ?? USUAL_RATE_HZ;
  return {
    id: serverId(access().place),
    source: "server",
    labels,
    sampleRateHz,
    windowSamples: facts?.windowSamples ?? Math.round(freeWindowS(labels) * sampleRateHz),
    windowIsFixed: facts?.windowIsFixed ?? false,
    activation,
    architecture: facts?.architecture ?? "",
    precision: "fp32",
    output: { name: "answer", is: made === null ? "logits" : "scores" },
    sizeBytes: 0,
  };
}

async function timed<T>(work: Promise<T>, roundTripsMs: number[]): Promise<T> {
  const startedMs = performance.now();
  const result = await work;
  roundTripsMs.push(performance.now() - startedMs);
  return result;
}
