/** What a program says to the library and hears from it. Names and shapes of the task are those of the official clients. */
import type { AudioClassificationParameters } from "../api/contract.ts";
import type { EngineEvent } from "../inference/engine-event.ts";
import type { Device } from "../models/model-info.ts";
import type { Precision } from "../models/precision.ts";

/** One label with its score, as the Hub's task has it. */
export type AudioClassificationOutputElement = {
  label: string;
  score: number;
};

/** Best first. */
export type AudioClassificationOutput = AudioClassificationOutputElement[];

interface ModelArgs {
  /**
   * A Hub id (`owner/name`, `owner/name@revision`), which is downloaded once and then kept by this browser; or the address of a
   * folder laid out as on the Hub (`./models/dogs/`, `https://sound.example/models/dogs/`) with `config.json`,
   * `preprocessor_config.json` and `onnx/model.onnx`.
   */
  readonly model: string;
  /** For gated and private models of the Hub. Sent to `hubUrl` alone and kept nowhere. */
  readonly accessToken?: string | undefined;
  readonly parameters?: AudioClassificationParameters | undefined;
}

/** The sound, by either of the two names that the official client has for it: the bytes of a sound or video file. */
export type AudioClassificationArgs = ModelArgs &
  (
    | { readonly inputs: Blob | ArrayBuffer; readonly data?: never }
    | { readonly data: Blob | ArrayBuffer; readonly inputs?: never }
  );

export interface ModelProgress {
  /** `asking`: the Hub is asked what the model is; `files`: its bytes come; `checking`: its numbers are tried. */
  readonly step: "asking" | "files" | "checking";
  readonly loadedBytes: number;
  readonly totalBytes: number | null;
}

export interface AssetOptions {
  /** Folder with this package's `workers/`; absent: beside the module. Of the page's own origin: browsers start no others. */
  readonly assetBase?: string | URL | undefined;
  /** Folder with the files of `onnxruntime-web/dist`; absent: the package beside this one, WASM alone. */
  readonly wasmPaths?: string | URL | undefined;
  /** Address of `mediabunny/dist/bundles/mediabunny.min.mjs`; absent: in the package beside this one. */
  readonly decoderUrl?: string | URL | undefined;
}

export interface ClassifierOptions extends AssetOptions {
  /** Ends what it is given to: an opening, a call. It then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Address of the Hub; absent: https://huggingface.co */
  readonly hubUrl?: string | undefined;
  readonly accessToken?: string | undefined;
  /** Absent: of the stored ones that used last, else what fits this machine best. */
  readonly precision?: Precision | undefined;
  /** Absent: WASM, with as many threads as are fastest. WebGPU needs `wasmPaths`; where it fails WASM runs, and `onEvent` says so. */
  readonly device?: Device | undefined;
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
  /** A fallback, a restart, the end: nothing of the kind is silent. */
  readonly onEvent?: ((event: EngineEvent) => void) | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A clip's answer and how much of the clip it speaks of: a model with a window of its own hears the beginning. */
export interface Hearing {
  readonly output: AudioClassificationOutput;
  readonly secondsGiven: number;
  readonly secondsHeard: number;
}

/** A model that is kept open. */
export interface Classifier {
  readonly model: string;
  /** In the order of the model's outputs. */
  readonly labels: readonly string[];
  /** @throws ApiError for a parameter or a clip that is not taken; EarshotError for what went wrong; the signal's reason */
  classify(
    audio: Blob | ArrayBuffer,
    parameters?: AudioClassificationParameters,
    options?: CallOptions,
  ): Promise<AudioClassificationOutput>;
  /** As `classify`, with how much of the clip was heard. */
  hear(audio: Blob | ArrayBuffer, parameters?: AudioClassificationParameters, options?: CallOptions): Promise<Hearing>;
  /** Ends its workers and gives their memory back; what still runs rejects as `aborted`. Idempotent. */
  dispose(): void;
}
