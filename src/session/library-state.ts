/** What the screens know of the models on this machine, of what is asked and downloaded, and of the Hub it comes from. */
import type { DownloadState, StorageState, StoredModel } from "../library/protocol.ts";
import type { Preflight } from "../models/preflight.ts";
import type { HubOutcome } from "../offline/hub-outcome.ts";
import type { Problem } from "./problem.ts";

export interface LibraryState {
  /** Null until the library was asked. Used last, first. */
  readonly stored: readonly StoredModel[] | null;
  readonly downloads: readonly DownloadState[];
  /** Null until the library was asked. */
  readonly storage: StorageState | null;
  readonly check: CheckState;
  readonly importing: ImportState;
  readonly hub: HubState;
}

/** `ready` may hold a refusal: then the model exists and does not run here. */
export type CheckState =
  | { readonly phase: "idle" }
  | { readonly phase: "checking"; readonly reference: string }
  | { readonly phase: "ready"; readonly preflight: Preflight }
  | { readonly phase: "failed"; readonly reference: string; readonly problem: Problem };

export type ImportState =
  | { readonly phase: "idle" }
  | { readonly phase: "reading"; readonly name: string }
  | { readonly phase: "failed"; readonly name: string; readonly problem: Problem };

export interface HubState {
  /** With no trailing slash. */
  readonly endpoint: string;
  /** The one that the app came with. */
  readonly isDefault: boolean;
  readonly hasToken: boolean;
  readonly tokenIsKept: boolean;
  /** What became of the last change; null where there was none. */
  readonly outcome: HubOutcome | "not-a-token" | null;
}

export const EMPTY_LIBRARY: LibraryState = {
  stored: null,
  downloads: [],
  storage: null,
  check: { phase: "idle" },
  importing: { phase: "idle" },
  hub: { endpoint: "", isDefault: true, hasToken: false, tokenIsKept: false, outcome: null },
};
