/**
 * The Hub's task as one function. What it opens stays open for the next call of the same model and closes after a minute
 * without any; a call that is aborted while it is the only one that waits for the model ends the model's coming as well.
 */

import { readParameters } from "../api/read-parameters.ts";
import { classifierOf } from "./classifier-of.ts";
import { OpenModel } from "./open-model.ts";
import { rejection } from "./rejection.ts";
import type { AudioClassificationArgs, AudioClassificationOutput, ClassifierOptions } from "./types.ts";

const IDLE_MS = 60_000;

interface Kept {
  readonly closing: AbortController;
  readonly opening: Promise<OpenModel>;
  isOpen: boolean;
  /** Calls that wait for it or use it. */
  users: number;
  idle: ReturnType<typeof setTimeout> | undefined;
}

const kept = new Map<string, Kept>();

/**
 * @returns the labels with their scores, best first: those of Python's `pipeline("audio-classification")` for the same bytes
 * @throws ApiError for a parameter or a clip that is not taken; EarshotError for what went wrong; the signal's reason
 */
export async function audioClassification(
  { model, inputs, data, accessToken, parameters = {} }: AudioClassificationArgs,
  options: ClassifierOptions = {},
): Promise<AudioClassificationOutput> {
  const { signal } = options;
  const audio = inputs ?? data;
  try {
    signal?.throwIfAborted();
    readParameters(parameters);
  } catch (thrown) {
    throw rejection(thrown, signal);
  }
  const wished = accessToken === undefined ? options : { ...options, accessToken };
  return lent(model, wished, async (open) =>
    classifierOf(model, open).classify(audio, parameters, signal ? { signal } : {}),
  );
}

/** Lends the kept model, or opens one. */
async function lent<T>(model: string, options: ClassifierOptions, use: (open: OpenModel) => Promise<T>): Promise<T> {
  const key = keyOf(model, options);
  const one = kept.get(key) ?? begin(key, model, options);
  one.users++;
  clearTimeout(one.idle);
  try {
    return await use(await untilAborted(one.opening, options.signal));
  } catch (thrown) {
    throw rejection(thrown, options.signal);
  } finally {
    one.users--;
    if (one.users === 0 && one.isOpen) one.idle = setTimeout(() => close(key, one), IDLE_MS);
    else if (one.users === 0) close(key, one);
  }
}

function begin(key: string, model: string, options: ClassifierOptions): Kept {
  const closing = new AbortController();
  const opening = OpenModel.open(model, options, closing.signal, () => close(key, one));
  const one: Kept = { closing, opening, isOpen: false, users: 0, idle: undefined };
  kept.set(key, one);
  opening.then(
    () => {
      one.isOpen = true;
    },
    () => kept.get(key) === one && kept.delete(key), // Told to whoever waits for it.
  );
  return one;
}

function close(key: string, one: Kept): void {
  if (kept.get(key) === one) kept.delete(key);
  clearTimeout(one.idle);
  one.closing.abort();
  one.opening.then((open) => open.dispose()).catch(() => {}); // Told to whoever waited for it.
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Whatever makes it another model or lets it run in another way. */
function keyOf(model: string, options: ClassifierOptions): string {
  const { hubUrl, accessToken, precision, device, assetBase, wasmPaths, decoderUrl } = options;
  return JSON.stringify([model, hubUrl, accessToken, precision, device, assetBase, wasmPaths, decoderUrl]);
}
