/** What is known of a Hub model before a byte of its weights is fetched. Types only; `judge-model.ts` makes it. */

import type { ErrorCode, ErrorDetails } from "../errors/earshot-error.ts";
import type { Activation } from "../scores/activation.ts";
import type { BuiltNotes } from "./architectures/architecture.ts";
import type { Precision, PrecisionOffer } from "./precision.ts";
import type { TaggerSpec } from "./tagger.ts";

export interface Preflight {
  /** As the person wrote it, normalised: `owner/name` or `owner/name@revision` (`reference.ts`). */
  readonly id: string;
  readonly name: string;
  readonly revision: string;
  /** The commit that `revision` stands for now: what is downloaded is pinned to it. */
  readonly commit: string;
  readonly architecture: string;
  /** 0 where the configuration gives none (then `refusal` says so). */
  readonly numLabels: number;
  /** The first few, in the order of their ids. */
  readonly someLabels: readonly string[];
  readonly sampleRateHz: number;
  readonly windowS: number;
  /** True where the architecture fixes the window (AST, Whisper). */
  readonly windowIsFixed: boolean;
  readonly activation: Activation;
  /** Of the model card; null where it states none. */
  readonly licence: string | null;
  /** Small JSON files that every precision needs; empty for a tagger, which `tagger` says whole. */
  readonly sideFiles: readonly string[];
  /** Of a model that is no checkpoint: checked, its labels in it; to be kept and given out as `ModelFiles.tagger`. */
  readonly tagger: TaggerSpec | null;
  /** Best fit for this machine first. Empty: no weights that run here. */
  readonly offers: readonly PrecisionOffer[];
  /** Those of the offers that this machine's memory does not hold; they stand last. */
  readonly tooLarge: readonly Precision[];
  /** Why it cannot run here at all, and what would work; null = it can. */
  readonly refusal: Refusal | null;
  /** Things to know before downloading: a licence for research only, slow on this machine, close to the quota. */
  readonly cautions: readonly Caution[];
}

export interface Refusal {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

export type Caution =
  | { readonly kind: "non-commercial"; readonly licence: string }
  | { readonly kind: "slow-without-gpu"; readonly bytes: number }
  | { readonly kind: "may-not-fit-storage"; readonly bytes: number; readonly freeBytes: number }
  | { readonly kind: "long-window"; readonly windowS: number }
  | { readonly kind: "not-tagged"; readonly pipelineTag: string | null }
  /** It ships no (whole) `preprocessor_config.json`: what its architecture is trained with is taken. */
  | { readonly kind: "assumed-preprocessor"; readonly extractor: string }
  /** How the checkpoint's head was read where nothing records it. */
  | { readonly kind: "head"; readonly note: BuiltNotes["notes"][number] };

/** What judging needs to know of the machine. */
export interface MachineFacts {
  /** `navigator.storage.estimate()`: quota - usage; null = unknown. */
  readonly freeBytes: number | null;
  /** `navigator.deviceMemory`; null = unknown. */
  readonly memoryGB: number | null;
  readonly webgpu: boolean;
}
