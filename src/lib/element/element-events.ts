/** What `<audio-classifier>` says: its states and the events by which it tells of them, of results and of failures. */
import type { ApiError } from "../../api/api-error.ts";
import type { EarshotError } from "../../errors/earshot-error.ts";
import type { AudioClassificationOutput } from "../types.ts";

export type ElementSource = "microphone" | "file";

/**
 * `idle`: nothing is open. `loading`: the model comes. `ready`: it waits for sound. `opening`: the microphone is asked for.
 * `listening`, `classifying`: sound goes through it. `failed`: what was asked for last did not go; the next call tries anew.
 */
export type ElementState = "idle" | "loading" | "ready" | "opening" | "listening" | "classifying" | "failed";

export type ResultDetail =
  | {
      readonly source: "microphone";
      /** Of the last moments, smoothed as they are shown; best first. */
      readonly output: AudioClassificationOutput;
      /** End of the window that was heard, seconds since the start. */
      readonly endS: number;
    }
  | {
      readonly source: "file";
      readonly output: AudioClassificationOutput;
      readonly secondsGiven: number;
      readonly secondsHeard: number;
    };

export interface ErrorDetail {
  readonly error: EarshotError | ApiError;
  /** What stands in the alert. */
  readonly message: string;
}

export interface StateChangeDetail {
  readonly state: ElementState;
  readonly previous: ElementState;
}

export interface AudioClassifierEventMap {
  result: CustomEvent<ResultDetail>;
  error: CustomEvent<ErrorDetail>;
  statechange: CustomEvent<StateChangeDetail>;
}
