/** Nobody waits for the sound any more. */
import { EarshotError } from "../errors/earshot-error.ts";

export function decodingCancelled(signal: AbortSignal): EarshotError {
  return new EarshotError("aborted", "Decoding was cancelled.", { cause: signal.reason });
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw decodingCancelled(signal);
}
