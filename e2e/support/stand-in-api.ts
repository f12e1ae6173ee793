/** A loopback stand-in for whoever answers the Hub's API: takes every POST, writes down what came, answers with two labels. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface TakenRequest {
  readonly method: string | undefined;
  /** Path and query, as they came. */
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export const STAND_IN_ANSWER = [
  { label: "dog", score: 0.75 },
  { label: "rain", score: 0.25 },
] as const;

export async function startStandInApi() {
  const taken: TakenRequest[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method, url, headers } = request;
    taken.push({ method, url, headers, body: Buffer.concat(parts) });
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(STAND_IN_ANSWER));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    close: () => new Promise((closed) => server.close(closed)),
  };
}
