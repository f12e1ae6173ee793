import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DecodersInTurn } from "./decoders-in-turn.ts";

type Init = { output: (data: AudioData) => void; error: (cause: unknown) => void };

/** Answers when it is told to. */
class FakeDecoder {
  static made: FakeDecoder[] = [];
  readonly init: Init;
  readonly chunks: string[] = [];
  state = "configured";
  ondequeue: (() => void) | null = null;

  constructor(init: Init) {
    this.init = init;
    FakeDecoder.made.push(this);
  }
  get decodeQueueSize(): number {
    return this.chunks.length;
  }
  decode(chunk: string): void {
    this.chunks.push(chunk);
  }
  answer(): void {
    this.init.output(this.chunks.shift() as unknown as AudioData);
  }
  flush = () => Promise.resolve();
  close = () => {
    this.state = "closed";
  };
}

let heard: unknown[];
let broke: number[];

function started(count: number): DecodersInTurn {
  const events = {
    output: (data: unknown) => heard.push(data),
    error: (_: unknown, packet: number) => broke.push(packet),
    change: () => {},
  };
  const decoders = new DecodersInTurn(new Array(count).fill(0), events);
  for (const chunk of "abcdefg") decoders.decode(chunk as unknown as EncodedAudioChunk);
  return decoders;
}

beforeEach(() => {
  heard = [];
  broke = [];
  FakeDecoder.made = [];
  vi.stubGlobal("AudioDecoder", FakeDecoder);
});
afterEach(() => vi.unstubAllGlobals());

it("gives sound in the order of the packets, whichever decoder is first", () => {
  const decoders = started(3);
  const [first, second, third] = FakeDecoder.made;
  expect(FakeDecoder.made.map(({ chunks }) => chunks.join(""))).toEqual(["adg", "be", "cf"]);
  third?.answer();
  second?.answer();
  expect([heard, decoders.queued]).toEqual([[], 5]);
  first?.answer();
  expect(heard).toEqual(["a", "b", "c"]);
  first?.answer();
  first?.answer();
  third?.answer();
  second?.answer();
  expect(heard.join("")).toBe("abcdefg");
});

it("names the packet that broke a decoder, not the first that has no sound yet", () => {
  const decoders = started(3);
  FakeDecoder.made[1]?.answer();
  FakeDecoder.made[1]?.init.error(new Error("damage"));
  expect([broke, decoders.next]).toEqual([[4], 0]);
});

it("closes what nobody will hear", () => {
  const decoders = started(2);
  const closed = vi.fn();
  FakeDecoder.made[1]?.chunks.splice(0, 1, { close: closed } as unknown as string);
  FakeDecoder.made[1]?.answer();
  decoders.close();
  expect(closed).toHaveBeenCalledOnce();
  expect(FakeDecoder.made.every(({ state }) => state === "closed")).toBe(true);
});
