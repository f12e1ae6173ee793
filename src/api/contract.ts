/**
 * The Hub's audio-classification task as data: what is asked and what is answered. Names and types are those of the
 * official clients (`@huggingface/tasks`, `audio-classification/spec`), so that code written for the hosted API fits.
 */
import type { Activation } from "../scores/activation.ts";

export interface AudioClassificationParameters {
  /** Absent: the one that the model's configuration asks for. */
  readonly function_to_apply?: Activation | null | undefined;
  /** Absent: 5. Null or more than there are: all labels. 0: none. */
  readonly top_k?: number | null | undefined;
  /** Seconds. Given: the clip is heard in windows of this length, and their scores are averaged. Not part of the Hub's task. */
  readonly window_s?: number | null | undefined;
}

export interface AudioClassificationOutputElement {
  readonly label: string;
  readonly score: number;
}

/** Best first. */
export type AudioClassificationOutput = readonly AudioClassificationOutputElement[];
