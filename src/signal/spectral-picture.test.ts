import { describe, expect, it } from "vitest";
import { type PictureOptions, SpectralPicture } from "./spectral-picture.ts";
import { cutAtRandom, noise, tone } from "./test-signals.ts";

const RATE_HZ = 44_100;
const BINS = 64;

/** A picture of `sound`, which begins at sample 0 of its file; what lies around it is silence. */
function draw(sound: Float32Array, part: Pick<PictureOptions, "from" | "to" | "columns">, seed = 1): Uint8Array[] {
  const picture = new SpectralPicture({ sampleRateHz: RATE_HZ, bins: BINS, ...part });
  const padded = new Float32Array(picture.endSample - picture.firstSample);
  const skip = Math.max(0, picture.firstSample);
  padded.set(sound.subarray(skip, Math.max(skip, picture.endSample)), skip - picture.firstSample);
  const columns: Uint8Array[] = [];
  const take = () => {
    const { fromColumn, values } = picture.take();
    expect(fromColumn).toBe(columns.length);
    for (let at = 0; at < values.length; at += BINS) columns.push(values.slice(at, at + BINS));
  };
  for (const chunk of cutAtRandom(padded, 3000, seed)) {
    picture.push(chunk);
    take();
  }
  picture.finish();
  take();
  expect(columns).toHaveLength(part.columns);
  return columns;
}

const loudness = (columns: readonly Uint8Array[]) => columns.map((column) => Math.max(...column));

describe("SpectralPicture", () => {
  it("puts a click in the columns whose middles are near it", () => {
    const sound = new Float32Array(RATE_HZ);
    sound[Math.round(0.5 * RATE_HZ)] = 1;
    const loud = loudness(draw(sound, { from: 0, to: RATE_HZ, columns: 1000 }));
    const seen = loud.flatMap((byte, column) => (byte > 40 ? [column] : []));
    // A frame reaches 23 ms to each side of its column's middle.
    expect(seen[0]).toBeGreaterThanOrEqual(476);
    expect(seen.at(-1)).toBeLessThanOrEqual(523);
    expect(loud.indexOf(Math.max(...loud))).toBeGreaterThanOrEqual(498);
    expect(loud.indexOf(Math.max(...loud))).toBeLessThanOrEqual(501);
  });

  it("loses no click between columns that are seconds apart", () => {
    for (const at of [30_000, 123_456, 400_000]) {
      const sound = new Float32Array(10 * RATE_HZ);
      sound[at] = 1;
      const loud = loudness(draw(sound, { from: 0, to: sound.length, columns: 5 }));
      expect(loud.indexOf(Math.max(...loud))).toBe(Math.floor((5 * at) / sound.length));
      expect(Math.max(...loud)).toBeGreaterThan(40);
    }
  });

  it("does not mind how the sound is cut, nor how close columns lie", () => {
    const sound = Float32Array.from(noise(20_000));
    const part = { from: 9_000.3, to: 9_010.9, columns: 70 };
    expect(draw(sound, part, 2)).toEqual(draw(sound, part, 3));
  });

  it("shows silence before the beginning and after the end", () => {
    const columns = draw(tone(1000, RATE_HZ, RATE_HZ), { from: -RATE_HZ, to: 3 * RATE_HZ, columns: 40 });
    const loud = loudness(columns);
    expect(loud.slice(0, 9).every((byte) => byte === 0)).toBe(true);
    expect(Math.min(...loud.slice(10, 20))).toBeGreaterThan(230);
    expect(loud.slice(21).every((byte) => byte === 0)).toBe(true);
  });

  it("refuses a part without room", () => {
    for (const wrong of [{ to: 0 }, { columns: 0 }, { bins: 0 }, { sampleRateHz: 100 }]) {
      const options = { sampleRateHz: RATE_HZ, from: 0, to: 10, columns: 1, bins: 1, ...wrong };
      expect(() => new SpectralPicture(options)).toThrow(RangeError);
    }
  });
});
