/**
 * The session's whole state as unions of phases. Screens read this and call the actions in `actions.ts`; nothing here
 * knows React. Values that move at 60 Hz (level, spectrogram) are not here: see `live-feed.ts`.
 */
import type { AudioInput, CaptureFacts, LiveSourceKind } from "../capture/source.ts";
import type { BackendReport, ModelInfo, ServerReport } from "../models/model-info.ts";
import type { Activation } from "../scores/activation.ts";
import type { ClipMethod } from "../scores/aggregate.ts";
import type { ScoreTrack } from "../scores/score-track.ts";
import type { LabelScore } from "../scores/top-k.ts";
import type { Overview } from "../signal/overview.ts";
import type { LibraryState } from "./library-state.ts";
import type { Problem } from "./problem.ts";
import type { ServerState } from "./server-state.ts";

/** A model on its way. `asking`: the Hub (or the server) is asked what it is; `files`: its bytes come; `checking`: its numbers are tried. */
export interface Coming {
  readonly modelId: string;
  readonly step: "asking" | "files" | "checking";
  readonly loadedBytes: number;
  readonly totalBytes: number | null;
}

export type EngineState =
  | { readonly phase: "idle" }
  /** Nothing runs until it is there. */
  | ({ readonly phase: "loading" } & Coming)
  | { readonly phase: "ready"; readonly model: ModelInfo; readonly backend: BackendReport | ServerReport }
  | { readonly phase: "failed"; readonly modelId: string; readonly problem: Problem };

/** A result on screen: scores of one window after the chosen function and smoothing, best first, at most top-k. */
export interface LiveResult {
  readonly endSample: number;
  readonly endS: number;
  /** Wall time (ms since epoch) at which the window's last sample was captured. */
  readonly endCapturedAtMs: number;
  /** In row order: a label keeps its row while the order is unstable. */
  readonly rows: readonly LabelScore[];
  /** The label that is heard for sure (score ≥ threshold), or null for "nothing I know". */
  readonly heard: LabelScore | null;
}

export interface LiveCounters {
  readonly windowsRun: number;
  readonly windowsDropped: number;
  readonly framesLost: number;
  readonly updatesPerSecond: number;
  /** The hop in use where the machine (or the server) is too slow for the one that is wanted, ms; else null. */
  readonly slowerHopMs: number | null;
}

/**
 * `stalled`: no sample for 2 s, not even of silence. `quiet`: nothing above -60 dB for 5 s. `clipping`: full-scale samples in the
 * last 2 s.
 */
export type InputHint = "stalled" | "quiet" | "clipping" | null;

export type LiveState =
  | { readonly phase: "off" }
  | { readonly phase: "opening"; readonly source: LiveSourceKind }
  | {
      readonly phase: "listening";
      readonly facts: CaptureFacts;
      readonly startedAtMs: number;
      readonly result: LiveResult | null;
      readonly counters: LiveCounters;
      readonly hint: InputHint;
    }
  | { readonly phase: "failed"; readonly problem: Problem };

export type FileState =
  | { readonly phase: "waiting" }
  | { readonly phase: "running"; readonly doneS: number; readonly durationS: number | null }
  | { readonly phase: "done"; readonly damage: Problem | null }
  | { readonly phase: "cancelled" }
  | { readonly phase: "failed"; readonly problem: Problem };

export interface FileEntry {
  readonly id: string;
  readonly name: string;
  /** Folders and name as they were dropped (`birds/robin/1.wav`); the name alone for a file that came alone. */
  readonly path: string;
  readonly sizeBytes: number;
  /** False for a result of an earlier visit: the sound itself is not kept, so it cannot be played or run again. */
  readonly hasSound: boolean;
  /** What is in it by its folder's name or a manifest; null where nobody said. */
  readonly trueLabel: string | null;
  /** Of the model that scored it, which need not be the one that is loaded now. */
  readonly modelId: string | null;
  readonly labels: readonly string[];
  /** The function that made `track` and `clip`; null before the first window. */
  readonly activation: Activation | null;
  /** Facts of the stream once decoding began. */
  readonly sourceRateHz: number | null;
  readonly channels: number | null;
  readonly codec: string | null;
  readonly durationS: number | null;
  readonly state: FileState;
  /** Scores of every window so far, after the chosen function; re-made, without the model, when the function changes. */
  readonly track: ScoreTrack | null;
  /** Clip-level scores of all labels over all windows so far, best first, by the chosen function and aggregation. */
  readonly clip: readonly LabelScore[];
  /** Waveform and spectrogram of the whole, as far as it was read. */
  readonly overview: Overview | null;
}

/** The queue as a whole. */
export interface QueueState {
  readonly paused: boolean;
  /** Seconds of work left, or null while that cannot be told. */
  readonly leftS: number | null;
}

/** How events are cut out of scores; each label's threshold is `threshold` unless it has one of its own. */
export interface EventSettings {
  /** Where an event is released, as a part of the way (in log-odds) from the label's quiet to its threshold: 0.1 to 1. */
  readonly releaseShare: number;
  readonly minDurationS: number;
  readonly mergeGapS: number;
}

/** A label's own threshold; `null` = it makes no events. */
export type LabelThresholds = Readonly<Record<string, number | null>>;

export interface Settings {
  /** `null` = the model's own. */
  readonly activation: Activation | null;
  /** 1-10. */
  readonly topK: number;
  /** 0-1: at and above it a label counts as heard. */
  readonly threshold: number;
  /** By model id; labels that are not named have `threshold`. */
  readonly labelThresholds: Readonly<Record<string, LabelThresholds>>;
  readonly events: EventSettings;
  /** How a clip's scores come from its windows'. */
  readonly clipMethod: ClipMethod;
  /** Hop of a file's windows as a part of the window: 1, 1/2, 1/4 or 1/8. A change runs files again. */
  readonly hopShare: number;
  /** Seconds of a file's window where the model leaves it free; null = the model's default. A change runs files again. */
  readonly windowS: number | null;
  /** `null` = measured choice. */
  readonly device: "wasm" | "webgpu" | null;
  readonly microphoneId: string | null;
  /** Live results: as often as the eye needs, or one a second with the screen free to sleep. */
  readonly pace: "automatic" | "saver";
  /** Live, behind another tab: goes on, or scores nothing until it is back. */
  readonly whenHidden: "listen" | "rest";
  readonly theme: "system" | "light" | "dark";
  /** The Hub that the person chose, with no trailing slash; `null` = the one that the app came with. */
  readonly hubEndpoint: string | null;
}

/** Something the page must say: a fallback, a slow machine. Shown in the `status` region (info) or as an `alert` (error). */
export interface Notice {
  readonly id: number;
  readonly kind: "info" | "error";
  readonly text: string;
}

export interface EarshotState {
  readonly engine: EngineState;
  /** The next model, while the one in `engine` still runs; null where none is on its way. */
  readonly coming: Coming | null;
  readonly library: LibraryState;
  readonly server: ServerState;
  readonly live: LiveState;
  readonly microphones: readonly AudioInput[];
  readonly tabAudioSupported: boolean;
  readonly files: readonly FileEntry[];
  readonly selectedFileId: string | null;
  readonly queue: QueueState;
  readonly settings: Settings;
  readonly notices: readonly Notice[];
  /** Sounds of our own to try without a microphone. */
  readonly samples: readonly SampleInfo[];
}

export interface SampleInfo {
  readonly id: string;
  readonly name: string;
  /** The embedded model that knows it. */
  readonly modelId: string;
}
