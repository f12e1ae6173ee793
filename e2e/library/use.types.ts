/** Types of the package, held to by `tsc` alone: never run. Each `@ts-expect-error` is an error where the line does compile. */

import type { InferenceClient, AudioClassificationArgs as OfficialArgs } from "@huggingface/inference";
import type { AudioClassificationOutput as OfficialOutput } from "@huggingface/tasks";
import {
  ApiError,
  type AudioClassificationArgs,
  type AudioClassificationOutput,
  audioClassification,
  type Classifier,
  createClassifier,
  EarshotError,
  type ErrorCode,
} from "earshot";
import type { AudioClassifierElement } from "earshot/element";

const sound = new Blob();

export async function function_(): Promise<void> {
  const output: AudioClassificationOutput = await audioClassification({ model: "owner/name", inputs: sound });
  await audioClassification({ model: "owner/name", data: new ArrayBuffer(8) });
  const [best] = output;
  best?.label satisfies string | undefined;
  best?.score satisfies number | undefined;
  await audioClassification(
    { model: "owner/name", inputs: sound, parameters: { function_to_apply: "none", top_k: null, window_s: 2 } },
    { signal: new AbortController().signal, hubUrl: "https://hub.example", device: "webgpu", wasmPaths: "/ort/" },
  );
  // @ts-expect-error a model is needed
  await audioClassification({ inputs: sound });
  // @ts-expect-error so is a sound
  await audioClassification({ model: "owner/name" });
  // @ts-expect-error by one name, not by two
  await audioClassification({ model: "owner/name", inputs: sound, data: sound });
  // @ts-expect-error a string is no sound
  await audioClassification({ model: "owner/name", inputs: "audio.wav" });
  // @ts-expect-error no such function
  await audioClassification({ model: "owner/name", inputs: sound, parameters: { function_to_apply: "tanh" } });
  // @ts-expect-error a number is no string
  await audioClassification({ model: "owner/name", inputs: sound, parameters: { top_k: "3" } });
  // @ts-expect-error a misspelt parameter
  await audioClassification({ model: "owner/name", inputs: sound, parameters: { topK: 3 } });
  // @ts-expect-error the work is done here: there is no endpoint
  await audioClassification({ model: "owner/name", inputs: sound, endpointUrl: "https://endpoint.example" });
  // @ts-expect-error no such device
  await audioClassification({ model: "owner/name", inputs: sound }, { device: "npu" });
}

/** Code that was written for the official client: what it gives fits here, what comes fits there. */
export async function official(client: InferenceClient): Promise<void> {
  const args = { model: "owner/name", inputs: sound, parameters: { function_to_apply: "softmax", top_k: 3 } } as const;
  args satisfies OfficialArgs;
  args satisfies AudioClassificationArgs;
  const theirs: OfficialOutput = await audioClassification(args);
  const ours: AudioClassificationOutput = await client.audioClassification(args);
  ours satisfies OfficialOutput;
  theirs satisfies AudioClassificationOutput;
}

export async function classifier(): Promise<void> {
  const open: Classifier = await createClassifier("./models/dogs/", {
    onProgress: ({ step }) => step satisfies string,
  });
  const { output, secondsGiven, secondsHeard } = await open.hear(sound, { top_k: 1 });
  [output, secondsGiven + secondsHeard] satisfies [AudioClassificationOutput, number];
  open.dispose();
  // @ts-expect-error labels are the model's
  open.labels.push("dog");
  // @ts-expect-error what is inside is nobody's affair
  open.engine;
  // @ts-expect-error a model's name is needed
  await createClassifier();
}

export function errors(thrown: unknown): string | number {
  if (thrown instanceof EarshotError) {
    thrown.code satisfies ErrorCode;
    // @ts-expect-error no such code
    if (thrown.code === "out-of-luck") return 0;
    return thrown.code;
  }
  return thrown instanceof ApiError ? thrown.status : 0;
}

export function element(found: AudioClassifierElement): void {
  document.createElement("audio-classifier") satisfies AudioClassifierElement;
  found.addEventListener("result", ({ detail }) => {
    if (detail.source === "file") detail.secondsHeard satisfies number;
    // @ts-expect-error a live result has no length
    else detail.secondsHeard;
  });
  found.addEventListener("statechange", ({ detail }) => detail.state satisfies string);
  found.addEventListener("error", ({ detail }) => detail.message satisfies string);
  found.addEventListener("click", ({ button }) => button satisfies number);
  found.topK = 3;
  // @ts-expect-error no such source
  found.source = "tab";
  // @ts-expect-error only the element itself changes it
  found.state = "listening";
  // @ts-expect-error so with its value
  found.value = "dog";
}
