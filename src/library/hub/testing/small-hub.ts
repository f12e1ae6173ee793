/** A server on loopback for the tests of the Hub client: answers by path, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders } from "node:http";

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** After the body: `never` keeps the line open, `cut` breaks it. */
  readonly ends?: "never" | "cut";
}

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface SmallHub {
  readonly url: string;
  readonly asked: Asked[];
  /** By path with query, or by method and path: `HEAD /a/b`. What is not here is 404. */
  answers: Record<string, Answer>;
  close(): Promise<void>;
}

export async function startSmallHub(): Promise<SmallHub> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    asked.push({ method, path, headers });
    const answer = hub.answers[`${method} ${path}`] ?? hub.answers[path] ?? { status: 404, body: "Not found" };
    response.writeHead(answer.status ?? 200, answer.headers);
    if (method === "HEAD") return response.end();
    if (!answer.ends) return response.end(answer.body);
    // The headers go out even where no byte of a body follows.
    response.flushHeaders();
    if (answer.body) response.write(answer.body);
    if (answer.ends === "cut") setTimeout(() => response.destroy(), 20);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const hub: SmallHub = {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    answers: {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hub;
}

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

export const json = (value: unknown, headers: Record<string, string> = {}): Answer => ({
  body: JSON.stringify(value),
  headers: { "content-type": "application/json", ...headers },
});

export const refusal = (status: number, code?: string, message?: string): Answer => ({
  status,
  body: JSON.stringify({ error: message ?? "" }),
  headers: {
    ...(code === undefined ? {} : { "x-error-code": code }),
    ...(message === undefined ? {} : { "x-error-message": message }),
  },
});
