/** What was found out about a model, as plain facts: `library/hub/` asks a Hub, `judge-model.ts` judges. */
import type { Checkpoint } from "./checkpoint/checkpoint.ts";
import type { CheckpointFormat, OfferedFile } from "./precision.ts";
import type { Refusal } from "./preflight.ts";

export interface RepoFile {
  /** With folders, forward slashes. */
  readonly path: string;
  /** Null where the Hub does not say. */
  readonly bytes: number | null;
  /** Hex, of files in large-file storage. */
  readonly sha256: string | null;
}

export interface HubModel {
  readonly name: string;
  /** As asked for. */
  readonly revision: string;
  /** What it stands for now; the revision itself where a mirror does not say. */
  readonly commit: string;
  /** Its owner gives it to those who accept terms. */
  readonly gated: boolean;
  readonly disabled: boolean;
  readonly pipelineTag: string | null;
  readonly libraryName: string | null;
  readonly licence: string | null;
  readonly files: readonly RepoFile[];
}

/** A small file of the model. `refused`: it is there, but may not be had or is no JSON. */
export type SideFile =
  | { readonly state: "absent" }
  | { readonly state: "parsed"; readonly json: unknown }
  | { readonly state: "refused"; readonly refusal: Refusal };

/** The headers of a checkpoint's files. `refused`: it is there, but cannot be read. */
export type CheckpointEvidence =
  | { readonly state: "absent" }
  | {
      readonly state: "read";
      readonly checkpoint: Checkpoint;
      readonly format: CheckpointFormat;
      /** Of the model, or of a conversion under `refs/pr/N`. */
      readonly commit: string;
      readonly index: OfferedFile | null;
      /** With tensors, in the order in which they are read. */
      readonly files: readonly OfferedFile[];
    }
  | { readonly state: "refused"; readonly refusal: Refusal };

export interface ModelEvidence {
  readonly hub: HubModel;
  readonly config: SideFile;
  readonly preprocessor: SideFile;
  /** `earshot.json` with its labels in it (`resolveTagger`), its own or the catalogue's. */
  readonly tagger: SideFile;
  readonly checkpoint: CheckpointEvidence;
}
