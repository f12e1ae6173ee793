/**
 * The one error type that crosses layers and threads. It carries a code, never a sentence: words are made in
 * `session/sentences.ts`. `transient` says whether the same call may succeed later without a change by the person.
 */
export const ERROR_CODES = [
  // capture
  "microphone-denied",
  "microphone-blocked-by-policy",
  "microphone-missing",
  "microphone-in-use",
  "microphone-unplugged",
  "microphone-unsupported",
  "microphone-failed",
  "recorder-unreachable",
  "tab-audio-denied",
  "tab-audio-silent",
  "tab-audio-unsupported",
  "tab-audio-ended",
  // decoding
  "file-empty",
  "file-not-audio",
  "file-no-audio-track",
  "file-codec-unsupported",
  "file-damaged",
  "file-too-short",
  "file-unreadable",
  "part-too-long",
  // models
  "model-not-found",
  "model-gated",
  "model-unreachable",
  "model-incomplete",
  "model-corrupt",
  "model-config-invalid",
  "model-unsupported",
  "model-too-large",
  "model-reference-invalid",
  "model-wrong-task",
  "model-no-onnx",
  "model-checkpoint-mismatch",
  // library
  "hub-token-refused",
  "hub-answer-invalid",
  "hub-busy",
  "hub-stalled",
  "storage-full",
  "folder-without-model",
  "archive-unreadable",
  // inference
  "backend-unavailable",
  "backend-wrong-numbers",
  "backend-failed",
  "backend-lost",
  "worker-died",
  "worker-timeout",
  // a server
  "remote-address-invalid",
  "remote-not-agreed",
  "remote-blocked",
  "remote-token-refused",
  "remote-credits",
  "remote-no-model",
  "remote-refused",
  "remote-busy",
  "remote-loading",
  "remote-failing",
  "remote-unreachable",
  "remote-answer-invalid",
  "remote-labels-unknown",
  // everything else
  "aborted",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  /** Facts for the sentence: names, numbers with units. Never shown as they are. */
  readonly [key: string]: string | number | boolean | undefined;
}

export interface EarshotErrorOptions {
  readonly transient?: boolean;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

export class EarshotError extends Error {
  override readonly name = "EarshotError";
  readonly code: ErrorCode;
  readonly transient: boolean;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: EarshotErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.transient = options.transient ?? false;
    this.details = options.details ?? {};
  }
}

/** An `EarshotError` as it crosses a thread: plain data that structured clone keeps whole. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly transient: boolean;
  readonly details: ErrorDetails;
}

export function toPlainError(thrown: unknown): PlainError {
  const { code, message, transient, details } = asEarshotError(thrown);
  return { code, message, transient, details };
}

export function fromPlainError(plain: PlainError): EarshotError {
  return new EarshotError(plain.code, plain.message, { transient: plain.transient, details: plain.details });
}

/** Anything thrown, as an `EarshotError`: an abort keeps its meaning, all else is `internal` with its cause. */
export function asEarshotError(thrown: unknown, fallback: ErrorCode = "internal"): EarshotError {
  if (thrown instanceof EarshotError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const aborted = thrown instanceof Error && thrown.name === "AbortError";
  return new EarshotError(aborted ? "aborted" : fallback, message, { cause: thrown });
}
