/** A request's body as bytes, up to a limit: what is larger is not read to its end. */
import { ApiError } from "../api/api-error.ts";
import type { ApiBody } from "./api-protocol.ts";

export const MOST_BODY_BYTES = 64 * 2 ** 20;

/** @throws ApiError 413 */
export async function readBody(request: Request, mostBytes = MOST_BODY_BYTES): Promise<ApiBody> {
  // Not every browser lets a body be read piece by piece.
  const stream: ReadableStream<Uint8Array> = request.body ?? (await request.blob()).stream();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
    if (length <= mostBytes) continue;
    reader.cancel().catch(() => {}); // The caller may have gone.
    throw new ApiError(413, `The body is larger than the ${mostBytes / 2 ** 20} MB that are taken.`);
  }
  return { bytes: joined(pieces, length), contentType: request.headers.get("content-type") };
}

function joined(pieces: readonly Uint8Array[], length: number): ArrayBuffer {
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    whole.set(piece, filled);
    filled += piece.length;
  }
  return whole.buffer;
}
