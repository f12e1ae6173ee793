/** What went wrong, as it stands in the state; `sentences.ts` says it. */
import type { ErrorCode, ErrorDetails } from "../errors/earshot-error.ts";

export interface Problem {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}
