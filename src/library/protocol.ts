/**
 * What crosses between the page and the library worker, which owns the stored models: asking a Hub, downloading, checking,
 * keeping, giving out. It hashes and writes off the page, and lives as long as the page does.
 */
import type { PlainError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Device } from "../models/model-info.ts";
import type { CheckpointFormat, Precision } from "../models/precision.ts";
import type { MachineFacts, Preflight } from "../models/preflight.ts";

/** Which Hub, and as whom. The token is kept nowhere by the worker. */
export interface HubAccess {
  /** With no trailing slash. */
  readonly endpoint: string;
  readonly token: string | null;
}

/** A checkpoint, as a stored model remembers it. */
export interface MadeFrom {
  readonly format: CheckpointFormat;
  /** Null: from disk. */
  readonly commit: string | null;
  readonly files: readonly string[];
  /** As the model's card states it; null where it states none. */
  readonly licence: string | null;
  /** Path of the graph that was made. */
  readonly graph: string;
}

/** What running a stored model here showed. */
export interface Measured {
  /** Median, of features and model. */
  readonly windowMs: number;
  readonly device: Device;
  /** Of the golden waveform, in the order of the labels. */
  readonly scores: readonly number[];
}

/** A model as it lies in storage, whole and checked. */
export interface StoredModel {
  /** `id` and precision: one model may be kept in two precisions. */
  readonly key: string;
  readonly id: string;
  readonly source: "hub" | "disk";
  readonly precision: Precision;
  readonly commit: string | null;
  readonly architecture: string;
  readonly numLabels: number;
  readonly sampleRateHz: number;
  /** Of all its files; files that it shares with another revision count for both. */
  readonly bytes: number;
  readonly addedAtMs: number;
  readonly lastUsedAtMs: number;
  /** `memory`: the disk was full; gone when the page closes. */
  readonly place: "disk" | "memory";
  /** Of which files it was made here; null = it is kept as it came. */
  readonly madeFrom: MadeFrom | null;
  /** Null: it has not run here yet. */
  readonly measured: Omit<Measured, "scores"> | null;
  /** Largest difference of a score on the golden waveform from the same model in full precision; null where either has not run. */
  readonly differsBy: number | null;
}

/** A download that is under way, or was broken off and can go on. */
export interface DownloadState {
  readonly key: string;
  readonly id: string;
  readonly precision: Precision;
  /** A checkpoint that becomes a model while it comes: the bytes are those of its files, not of what is kept. */
  readonly making: boolean;
  readonly phase: "running" | "checking" | "paused" | "failed";
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** Mean of the last few seconds; 0 while nothing comes. */
  readonly bytesPerS: number;
  /** Null while that cannot be told. */
  readonly leftS: number | null;
  /**
   * Why it failed; or, while it runs, what it waits for (`hub-busy`: a 429's `retryAfterS`; a connection that is tried
   * again after `waitS`); null where nothing is wrong.
   */
  readonly problem: PlainError | null;
}

export interface StorageState {
  readonly modelBytes: number;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  readonly persisted: boolean;
}

/** A file of a folder or zip that the person chose; `path` with folders, forward slashes. */
export interface DiskFile {
  readonly path: string;
  readonly file: Blob;
}

export interface LibraryProtocol {
  readonly calls: {
    /** Does it exist, may we, can it run, in which precisions? No byte of weights moves. */
    readonly check: {
      params: { readonly reference: string; readonly hub: HubAccess; readonly machine: MachineFacts };
      result: Preflight;
      progress: never;
    };
    /** Ends when the model is stored whole, or with an error; a pause or cancel ends it as `aborted`. Same key: goes on. */
    readonly download: {
      params: { readonly preflight: Preflight; readonly precision: Precision; readonly hub: HubAccess };
      result: StoredModel;
      progress: never;
    };
    /** Goes on with what `list` tells as paused or failed, also after a reload: nothing is asked of the Hub's API again. */
    readonly resume: {
      params: { readonly key: string; readonly hub: HubAccess };
      result: StoredModel;
      progress: never;
    };
    /** What came so far stays, for `download` or `resume` to go on with, also after a reload. */
    readonly pause: { params: { readonly key: string }; result: null; progress: never };
    /** What came so far is deleted. */
    readonly cancel: { params: { readonly key: string }; result: null; progress: never };
    /** From a folder or zip; checked as a download is. A checkpoint becomes a model in the precision that fits the machine best. */
    readonly importFiles: {
      params: { readonly name: string; readonly files: readonly DiskFile[]; readonly machine: MachineFacts };
      result: StoredModel;
      progress: never;
    };
    readonly list: {
      params: null;
      result: {
        readonly models: readonly StoredModel[];
        readonly downloads: readonly DownloadState[];
        readonly storage: StorageState;
      };
      progress: never;
    };
    /** The files of a stored model, and a mark that it was used. */
    readonly open: { params: { readonly key: string }; result: ModelFiles; progress: never };
    /** Told by whoever ran it. Nothing happens where it is not stored. */
    readonly measured: {
      params: { readonly key: string; readonly measured: Measured };
      result: null;
      progress: never;
    };
    readonly remove: { params: { readonly key: string }; result: null; progress: never };
  };
  /** Whenever a download moves (at most 5 times a second each), begins or ends; and when what is stored has changed. */
  readonly event:
    | { readonly kind: "download"; readonly state: DownloadState }
    | { readonly kind: "download-over"; readonly key: string }
    | { readonly kind: "stored-changed" };
}
