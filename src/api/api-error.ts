/**
 * What goes wrong with a call, as the hosted service says it: a status and `{"error": "…"}`. The sentences are for
 * developers, in the words of the task's contract.
 */
import { asEarshotError, type ErrorCode } from "../errors/earshot-error.ts";

export interface ApiErrorBody {
  readonly error: string;
}

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** Seconds after which the same call may succeed. */
  readonly retryAfterS: number | null;

  constructor(status: number, message: string, retryAfterS: number | null = null) {
    super(message);
    this.status = status;
    this.retryAfterS = retryAfterS;
  }

  get body(): ApiErrorBody {
    return { error: this.message };
  }
}

const UNREADABLE = "The audio could not be decoded. Send the bytes of an audio file";

/** Whatever is thrown on the way to an answer. What nobody foresaw is a 500 that tells nothing of the inside. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const error = asEarshotError(thrown);
  const known = KNOWN[error.code];
  if (!known) return new ApiError(500, "The model could not be run on this audio.");
  const [status, message] = known;
  return new ApiError(status, message, error.transient && status === 503 ? 1 : null);
}

const KNOWN: Partial<Record<ErrorCode, readonly [number, string]>> = {
  "file-empty": [400, "The audio has no bytes."],
  "file-not-audio": [400, `${UNREADABLE}.`],
  "file-unreadable": [400, `${UNREADABLE}.`],
  "file-damaged": [400, `${UNREADABLE}: nothing in this one can be read.`],
  "file-too-short": [400, "The audio holds no sample of sound."],
  "file-no-audio-track": [400, "The file has no sound in it."],
  "file-codec-unsupported": [415, "This kind of audio cannot be decoded here. WAV, FLAC, MP3 and Ogg always can."],
  "model-not-found": [404, "There is no such model here."],
  "model-reference-invalid": [404, "There is no such model here."],
  "model-gated": [403, "The model is gated: its owner has to let you in."],
  "model-wrong-task": [400, "The model is not one for audio classification."],
  "model-no-onnx": [400, "The model has no weights that can be run here."],
  "model-checkpoint-mismatch": [400, "The model's weights do not fit the kind of model that it says it is."],
  "model-unsupported": [400, "The model cannot be run here."],
  "model-config-invalid": [400, "The model's configuration is not valid."],
  "model-corrupt": [400, "The model's weights are damaged."],
  "model-too-large": [400, "The model is too large for this machine."],
  "model-unreachable": [503, "The Hub cannot be reached."],
  "hub-busy": [503, "The Hub asks to be asked later."],
  "hub-stalled": [503, "The Hub stopped answering."],
  "backend-failed": [503, "The model stopped and is being started again."],
  "worker-died": [503, "The model stopped and is being started again."],
  "worker-timeout": [503, "The model took too long and is being started again."],
};
