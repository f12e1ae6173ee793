/** A loopback stand-in for whoever answers the Hub's API: takes every POST, writes down what came, answers with two labels. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
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

/** @param app address of a site that is given for every GET, so that a page of this origin can ask. */
export async function startStandInApi(app: string | null = null) {
  const taken: TakenRequest[] = [];
  const server = createServer(async (request, response) => {
    if (app !== null && request.method === "GET") return giveFrom(new URL(request.url ?? "/", app), response);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method, url, headers } = request;
    taken.push({ method, url, headers, body: Buffer.concat(parts) });
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(STAND_IN_ANSWER));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/`,
    taken,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

async function giveFrom(address: URL, response: ServerResponse): Promise<void> {
  const answer = await fetch(address);
  // `fetch` has unpacked the body.
  const { "content-encoding": _, "content-length": __, ...headers } = Object.fromEntries(answer.headers);
  response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
}
