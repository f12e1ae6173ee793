/** An open model as programs have it: parameters checked, every failure of one of the kinds that are promised. */
import { readParameters } from "../api/read-parameters.ts";
import { EarshotError } from "../errors/earshot-error.ts";
import type { OpenModel } from "./open-model.ts";
import { rejection } from "./rejection.ts";
import type { Classifier } from "./types.ts";

export function classifierOf(model: string, open: OpenModel): Classifier {
  const hear: Classifier["hear"] = async (audio, parameters = {}, { signal } = {}) => {
    try {
      signal?.throwIfAborted();
      if (!(audio instanceof Blob || audio instanceof ArrayBuffer)) {
        throw new EarshotError("file-not-audio", "give the sound as a Blob or an ArrayBuffer");
      }
      const { output, secondsGiven, secondsHeard } = await open.hear(audio, readParameters(parameters), signal);
      return { output: output.map(({ label, score }) => ({ label, score })), secondsGiven, secondsHeard };
    } catch (thrown) {
      throw rejection(thrown, signal);
    }
  };
  return {
    model,
    labels: open.engine.info.labels,
    hear,
    classify: async (...call) => (await hear(...call)).output,
    dispose: () => open.dispose(),
  };
}
