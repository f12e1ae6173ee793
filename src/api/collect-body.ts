/** A call's body, piece by piece, up to a limit: what is larger is not read to its end. */
import { ApiError } from "./api-error.ts";

export const MOST_BODY_BYTES = 64 * 2 ** 20;

/** @throws ApiError 413; what the pieces fail with */
export async function collectBody(
  pieces: AsyncIterable<Uint8Array>,
  mostBytes = MOST_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > mostBytes) throw bodyTooLarge(mostBytes);
    taken.push(piece);
  }
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const piece of taken) {
    whole.set(piece, filled);
    filled += piece.length;
  }
  return whole;
}

export function bodyTooLarge(mostBytes = MOST_BODY_BYTES): ApiError {
  return new ApiError(413, `The body is larger than the ${mostBytes / 2 ** 20} MB that are taken.`);
}
