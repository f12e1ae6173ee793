/** A request's body, whole, within a limit. */
import type { IncomingMessage } from "node:http";
import { ApiError } from "../api/api-error.ts";

/** @throws ApiError 413; what the connection failed with */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new ApiError(413, `The body is larger than ${mostBytes / 2 ** 20} MiB.`);
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) throw tooLarge();
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > mostBytes) throw tooLarge();
    pieces.push(piece);
  }
  return joined(pieces, bytes);
}

function joined(pieces: readonly Buffer[], bytes: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
