/** What the element's alert and status say. */
import { ApiError } from "../../api/api-error.ts";
import type { EarshotError } from "../../errors/earshot-error.ts";
import { sentenceFor } from "../../session/sentences.ts";
import type { ModelProgress } from "../types.ts";

export function alertOf(error: EarshotError | ApiError): string {
  if (error instanceof ApiError) return error.message;
  const { what, wayOn } = sentenceFor(error);
  return `${what} ${wayOn}`;
}

/** In steps of a quarter: a screen reader reads every change. */
export function progressText({ step, loadedBytes, totalBytes }: ModelProgress): string {
  switch (step) {
    case "asking":
      return "Asking for the model.";
    case "files": {
      const quarters = totalBytes ? Math.floor((4 * loadedBytes) / totalBytes) : 0;
      return quarters > 0 ? `Loading the model, ${quarters * 25} %.` : "Loading the model.";
    }
    case "checking":
      return "Starting the model.";
    default:
      step satisfies never;
      return "";
  }
}

/** What a model with a window of its own did not hear is told. */
export function heardText({
  secondsGiven,
  secondsHeard,
}: {
  readonly secondsGiven: number;
  readonly secondsHeard: number;
}): string {
  if (secondsHeard >= secondsGiven) return "Done.";
  return `Done. The model heard the first ${secondsHeard.toFixed(1)} of ${secondsGiven.toFixed(1)} s.`;
}
