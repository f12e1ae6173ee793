/** A model that a program keeps open: opened once, asked as often as it likes, disposed of by whoever opened it. */
import { classifierOf } from "./classifier-of.ts";
import { OpenModel } from "./open-model.ts";
import { rejection } from "./rejection.ts";
import type { Classifier, ClassifierOptions } from "./types.ts";

/**
 * @param model a Hub id or the address of a folder: see `AudioClassificationArgs`
 * @throws EarshotError `model-*`, `hub-*`, `backend-*`, `storage-full`; the signal's reason
 */
export async function createClassifier(model: string, options: ClassifierOptions = {}): Promise<Classifier> {
  const { signal } = options;
  try {
    signal?.throwIfAborted();
    const opening = new AbortController();
    const open = await OpenModel.open(model, options, signal ?? opening.signal);
    return classifierOf(model, open);
  } catch (thrown) {
    throw rejection(thrown, signal);
  }
}
