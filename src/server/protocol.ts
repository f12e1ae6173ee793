/** What crosses between the server and a model's thread. A thread runs one model, one clip at a time. */

import type { ApiAnswer } from "../api/classify.ts";
import type { AudioClassificationParameters } from "../api/contract.ts";
import type { ModelFiles } from "../models/model-files.ts";

/** What runs the models: which build of onnxruntime. */
export type RuntimeName = "onnxruntime-node" | "onnxruntime-web";

/** An `ApiError` as it crosses a thread. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly retryAfterS: number | null;
}

export interface ModelThreadProtocol {
  readonly calls: {
    readonly load: { params: ModelFiles; result: { readonly runtime: RuntimeName }; progress: never };
    readonly classify: {
      params: { readonly audio: Uint8Array<ArrayBuffer>; readonly parameters: AudioClassificationParameters };
      result: { readonly answer: ApiAnswer } | { readonly refusal: Refusal };
      progress: never;
    };
  };
  readonly event: never;
}
