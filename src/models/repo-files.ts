/** What a Hub says of a repository, as plain facts. `library/hub/` asks; `judge-model.ts` judges. */

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
