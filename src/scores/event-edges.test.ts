import { describe, expect, it } from "vitest";
import { fitToSound } from "./event-edges.ts";

/** A level lasts a hundred samples. */
const RATE_HZ = 1000;
const REST_S = 2;
const QUIET = 140; // -50 dBFS
const LOUD = 180; // -30 dBFS

/** Levels of `lengthS` seconds that are loud from, to. */
function heard(lengthS: number, ...loud: readonly (readonly [number, number])[]) {
  const levels = new Uint8Array(Math.round(10 * lengthS)).fill(QUIET);
  for (const [fromS, toS] of loud) levels.fill(LOUD, Math.round(10 * fromS), Math.round(10 * toS));
  return { levelS: 0.1, levels };
}

const span = (startS: number, endS: number) => ({ startSample: startS * RATE_HZ, endSample: endS * RATE_HZ });

/** What the first of some events becomes, in seconds. */
function fitted(sound: ReturnType<typeof heard>, ...spans: readonly (readonly [number, number])[]) {
  const all = fitToSound(
    spans.map(([from, to]) => span(from, to)),
    sound,
    RATE_HZ,
    REST_S,
  );
  return all[0]?.map(({ startSample, endSample }) => [startSample / RATE_HZ, endSample / RATE_HZ]);
}

describe("fitToSound", () => {
  it("ends an event where it becomes quiet, on either side of where the scores have it", () => {
    const sound = heard(30, [10, 14]);
    expect(fitted(sound, [9.3, 15.2])).toEqual([[10, 14]]);
    expect(fitted(sound, [10.6, 13.2])).toEqual([[10, 14]]);
    expect(fitted(sound, [10.6, 15.9])).toEqual([[10, 14]]);
  });

  it("goes two seconds at most, outwards and inwards", () => {
    const sound = heard(60, [10, 30]);
    expect(fitted(sound, [15, 20])).toEqual([[13, 22]]);
    expect(fitted(heard(30, [10, 14]), [7.5, 16.5])).toEqual([[7.5, 16.5]]);
  });

  it("breathes with the sound, but does not pass a rest", () => {
    expect(fitted(heard(30, [10, 12], [12.3, 13]), [10, 12])).toEqual([[10, 13]]);
    expect(fitted(heard(30, [10, 12], [12.5, 13]), [10, 12])).toEqual([[10, 12]]);
  });

  it("leaves to another event what is near it", () => {
    const sound = heard(30, [10, 14]);
    expect(fitted(sound, [10, 13], [13.4, 14])).toEqual([[10, 13.1]]);
  });

  it("parts what a quiet as long as a window parts", () => {
    expect(fitted(heard(30, [10, 11], [13, 14]), [9.5, 14.5])).toEqual([
      [10, 11],
      [13, 14],
    ]);
    expect(fitted(heard(30, [10, 11], [12.7, 14]), [9.5, 14.5])).toEqual([[10, 14]]);
  });

  it("leaves an event alone where nobody can say what is loud", () => {
    // One sound from end to end; no levels (a result kept before they were measured); silence; nothing loud near.
    expect(fitted(heard(5, [0, 5]), [0.2, 5])).toEqual([[0.2, 5]]);
    expect(fitted({ levelS: 1, levels: new Uint8Array() }, [1, 2])).toEqual([[1, 2]]);
    expect(fitted({ levelS: 0.1, levels: new Uint8Array(300) }, [10, 12])).toEqual([[10, 12]]);
    expect(fitted(heard(30, [20, 21]), [10, 12])).toEqual([[10, 12]]);
    // Below -70 dBFS nothing is loud, however quiet it is around.
    const faint = { levelS: 0.1, levels: new Uint8Array(300).fill(90, 100, 140) };
    expect(fitted(faint, [9.3, 15.2])).toEqual([[9.3, 15.2]]);
  });

  it("goes as far as levels are there: a file that is still being heard", () => {
    const sound = heard(12, [10, 12]);
    expect(fitted(sound, [9.5, 14])).toEqual([[10, 14]]);
    expect(fitted(sound, [13, 14])).toEqual([[13, 14]]);
  });

  it("reaches the first and the last sample", () => {
    expect(fitted(heard(30, [0, 3]), [0.4, 3.3])).toEqual([[0, 3]]);
    expect(fitted(heard(30, [27, 30]), [26.6, 29.2])).toEqual([[27, 30]]);
  });
});
