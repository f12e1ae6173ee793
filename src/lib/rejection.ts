/** What a call of the library rejects with: the signal's reason where that ended it, else an error with a code or a status. */
import { ApiError } from "../api/api-error.ts";
import { asEarshotError } from "../errors/earshot-error.ts";

export function rejection(thrown: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  return thrown instanceof ApiError ? thrown : asEarshotError(thrown);
}
