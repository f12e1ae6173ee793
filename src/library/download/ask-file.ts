/**
 * Asks a Hub for a file, or for the rest of one. Promises an answer whose body begins at `fromByte`, or a coded error;
 * `transient` says whether asking again may help. Redirects are followed; the token goes to the endpoint only (a browser
 * takes it off where a redirect leaves the host).
 */
import { EarshotError, type EarshotErrorOptions, type ErrorCode } from "../../errors/earshot-error.ts";
import { hubProblem } from "../hub/hub-problem.ts";
import { fileUrl } from "../hub/hub-urls.ts";
import type { HubAccess } from "../protocol.ts";
import { withinStall } from "./waiting.ts";

export interface FileAddress {
  readonly name: string;
  readonly commit: string;
  readonly path: string;
}

export interface FileQuestion {
  readonly address: FileAddress;
  readonly hub: HubAccess;
  /** Where the answer shall begin; the bytes before it are there. */
  readonly fromByte: number;
  /** Of the answer that those bytes came from. */
  readonly ifRange: string | null;
  /** As stated beforehand; null = not stated. */
  readonly totalBytes: number | null;
  readonly stallMs: number;
  readonly send: typeof fetch;
  /** Aborts the request and its body. */
  readonly connection: AbortController;
}

export interface FileAnswer {
  readonly body: ReadableStream<Uint8Array>;
  /** 0 where the server sends the whole file again. */
  readonly fromByte: number;
  /** A strong one; null = none, or none that we may see. */
  readonly etag: string | null;
}

export async function askFile(question: FileQuestion): Promise<FileAnswer> {
  const { address, hub, fromByte, connection, send, stallMs } = question;
  const headers: Record<string, string> = {};
  if (hub.token) headers.Authorization = `Bearer ${hub.token}`;
  if (fromByte > 0) headers.Range = `bytes=${fromByte}-`;
  if (question.ifRange) headers["If-Range"] = question.ifRange;
  const asked = send(fileUrl(hub.endpoint, address.name, address.commit, address.path), {
    headers,
    signal: connection.signal,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    // What is kept is kept by the library: a second copy in the HTTP cache helps nobody, and is cut up by ranges.
    cache: "no-store",
  });
  const response = await withinStall(asked, stallMs, () => connection.abort()).catch((cause) => {
    throw cause instanceof EarshotError ? cause : failure("model-unreachable", question, { cause, transient: true });
  });
  try {
    return readAnswer(response, question);
  } catch (thrown) {
    connection.abort(); // Its body is of no use.
    throw thrown;
  }
}

function readAnswer(response: Response, question: FileQuestion): FileAnswer {
  const { status, headers, body } = response;
  const { fromByte, totalBytes } = question;
  if (!response.ok) throw refusal(response, question);
  // A sign-in page of a network or a proxy, which answers for every address.
  if (/^text\/html\b/i.test(headers.get("content-type") ?? "")) {
    throw failure("model-unreachable", question, { transient: true, details: { reason: "html" } });
  }
  if (!body) throw failure("model-incomplete", question, { transient: true });
  const etag = headers.get("etag");
  const strong = etag?.startsWith('"') ? etag : null;
  if (status !== 206) return { body, fromByte: 0, etag: strong };
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
  const otherLength = totalBytes !== null && total !== undefined && total !== "*" && Number(total) !== totalBytes;
  if (otherLength) throw failure("model-corrupt", question, { details: { reason: "length" } });
  // Hidden by the host's CORS: a range that was asked for is taken at its word, and the hash decides in the end.
  if (first !== undefined && Number(first) !== fromByte) {
    throw failure("model-unreachable", question, { transient: true, details: { reason: "range" } });
  }
  return { body, fromByte, etag: strong };
}

function refusal(response: Response, question: FileQuestion): EarshotError {
  const { name: id, path: file } = question.address;
  // Less there than we have: what we have is not of this file.
  if (response.status === 416)
    return failure("model-corrupt", question, { details: { status: 416, reason: "length" } });
  return hubProblem(response, { id, file, withToken: question.hub.token !== null });
}

function failure(code: ErrorCode, { address }: FileQuestion, options: EarshotErrorOptions): EarshotError {
  const details = { id: address.name, file: address.path, ...options.details };
  return new EarshotError(code, `${code}: ${address.name}/${address.path}`, { ...options, details });
}
