/** The body of a request that the service worker took. */
import { collectBody } from "../api/collect-body.ts";
import type { ApiBody } from "./api-protocol.ts";

/** @throws ApiError 413 */
export async function readBody(request: Request): Promise<ApiBody> {
  // Not every browser lets a body be read piece by piece.
  const stream: ReadableStream<Uint8Array> = request.body ?? (await request.blob()).stream();
  const { buffer } = await collectBody(piecesOf(stream));
  return { bytes: buffer, contentType: request.headers.get("content-type") };
}

/** Not every browser has an iterator of streams. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    reader.cancel().catch(() => {}); // The caller may have gone.
  }
}
