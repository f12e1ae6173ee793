/**
 * Owns: what a snippet asks for, and how that looks on the wire: address, parameters, content type. Where the API answers is
 * the caller's affair: the same code runs against every place, the address aside.
 */

/** The task's `function_to_apply`. */
export type FunctionToApply = "sigmoid" | "softmax" | "none";

export interface CodeRequest {
  /** Address of the API; `/models/ID` follows, where there is an ID. For the npm package: see `library.ts`. */
  readonly base: string;
  /** Empty: `base` is itself the address of the one model that answers there. */
  readonly modelId: string;
  /** null: not asked for, so it is the model's own. */
  readonly functionToApply: FunctionToApply | null;
  /** null: not asked for, so it is 5. */
  readonly topK: number | null;
  /** Name of the environment variable that holds an access token; null: none is sent. */
  readonly token: "HF_TOKEN" | null;
  /** The file that the snippet sends. */
  readonly fileName: string;
}

/** In the task's own names and order; null where none is asked for, and then the file goes as it is. */
export function parametersOf({ functionToApply, topK }: CodeRequest): Readonly<Record<string, string | number>> | null {
  const parameters = {
    ...(functionToApply === null ? {} : { function_to_apply: functionToApply }),
    ...(topK === null ? {} : { top_k: topK }),
  };
  return Object.keys(parameters).length === 0 ? null : parameters;
}

export function addressOf({ base, modelId }: Pick<CodeRequest, "base" | "modelId">): string {
  const address = base.replace(/\/+$/, "");
  return modelId === "" ? address : `${address}/models/${modelPath(modelId)}`;
}

/** `owner/name@revision` with its `/` and its first `@` left to be read; all else that is not plain is percent-encoded. */
export function modelPath(modelId: string): string {
  const [name = "", ...revision] = modelId.split("@");
  const path = name.split("/").map(encodeURIComponent).join("/");
  return revision.length === 0 ? path : `${path}@${encodeURIComponent(revision.join("@"))}`;
}

const TYPES: Readonly<Record<string, string>> = {
  wav: "audio/wav",
  flac: "audio/flac",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  m4a: "audio/mp4",
  webm: "audio/webm",
};

export function contentTypeOf(fileName: string): string {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return TYPES[extension] ?? "application/octet-stream";
}
