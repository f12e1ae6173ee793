import { expect, it } from "vitest";
import { askThrough, type BatchAnswer, type BatchRequest } from "./ask-page.ts";

it("gives each question its own answer, and null when it is over", async () => {
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  const ask = askThrough([port2], over.signal);
  if (!ask) throw new Error("expected a way to ask");
  const asked: BatchRequest[] = [];
  const both = new Promise<void>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<BatchRequest>) => {
      asked.push(data);
      if (asked.length === 2) resolve();
    };
  });
  const first = ask(Uint8Array.of(1), 44_100);
  const second = ask(Uint8Array.of(2), 44_100);
  await both;
  expect(asked.map(({ bytes }) => [...bytes])).toEqual([[1], [2]]);
  const answer: BatchAnswer = { number: asked[1]?.number ?? -1, channels: [Float32Array.of(2)] };
  port1.postMessage(answer);
  expect(await second).toEqual([Float32Array.of(2)]);
  over.abort();
  expect(await first).toBeNull();
  expect(await ask(Uint8Array.of(3), 44_100)).toBeNull();
  port1.close();
});

it("cannot ask where nothing is lent", () => {
  expect(askThrough([], new AbortController().signal)).toBeUndefined();
});
