import { describe, expect, it } from "vitest";
import { wavBytes } from "../../e2e/fixtures/wav.mjs";
import { tone } from "../signal/test-signals.ts";
import type { RangeRequest, StreamEvent } from "./protocol.ts";
import { RangeIntake } from "./range-intake.ts";

const RATE_HZ = 16_000;
// Silence, then a tone from 1 s on, 3 s in all; the right channel is silent.
const left = new Float32Array(3 * RATE_HZ);
left.set(tone(1000, RATE_HZ, 2 * RATE_HZ, 0.5), RATE_HZ);
const file = new Blob([wavBytes([left, new Float32Array(left.length)], RATE_HZ)]);

async function ask(request: RangeRequest): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  await new RangeIntake(request, (event) => void events.push(event)).done;
  return events;
}

const picture: RangeRequest = {
  kind: "open-picture",
  id: 3,
  file,
  fromS: 0,
  toS: 3,
  columns: 300,
  bins: 40,
  decoding: [],
};

describe("RangeIntake", () => {
  it("draws a part in columns that follow one another, more than one at a time", async () => {
    const events = await ask(picture);
    expect(events.at(-1)).toEqual({ kind: "picture-ended", id: 3 });
    const drawn = events.filter((event) => event.kind === "picture-columns");
    expect(drawn.length).toBeGreaterThan(1);
    let column = 0;
    const loud: number[] = [];
    for (const { fromColumn, values } of drawn) {
      expect(fromColumn).toBe(column);
      column += values.length / 40;
      for (let at = 0; at < values.length; at += 40) loud.push(Math.max(...values.subarray(at, at + 40)));
    }
    expect(column).toBe(300);
    // A frame of 64 ms reaches over three columns to each side.
    expect(loud.slice(0, 96).every((byte) => byte === 0)).toBe(true);
    expect(Math.min(...loud.slice(104, 296))).toBeGreaterThan(200);
  });

  it("reads a part as sound, every channel of it", async () => {
    const [event] = await ask({ kind: "read-range", id: 4, file, fromS: 1.5, toS: 9, decoding: [] });
    if (event?.kind !== "pcm") throw new Error("expected sound");
    expect([event.sampleRateHz, event.channels.length]).toEqual([RATE_HZ, 2]);
    expect(event.channels.map(({ length }) => length)).toEqual([1.5 * RATE_HZ, 1.5 * RATE_HZ]);
    expect(Math.abs((event.channels[0]?.[5] ?? 9) - (left[1.5 * RATE_HZ + 5] ?? 0))).toBeLessThan(1e-4);
  });

  it("fails with the file's own error, and refuses what would not fit", async () => {
    const empty = await ask({ ...picture, file: new Blob([]) });
    expect(empty).toEqual([{ kind: "failed", id: 3, error: expect.objectContaining({ code: "file-empty" }) }]);
    const long = await ask({ kind: "read-range", id: 5, file, fromS: 0, toS: 601, decoding: [] });
    expect(long).toMatchObject([{ kind: "failed", error: { code: "part-too-long", details: { maxS: 600 } } }]);
  });

  it("says nothing after it was closed", async () => {
    const events: StreamEvent[] = [];
    const intake = new RangeIntake(picture, (event) => {
      events.push(event);
      intake.close();
    });
    await intake.done;
    expect(events).toHaveLength(1);
  });
});
