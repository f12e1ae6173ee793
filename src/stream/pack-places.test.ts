import { describe, expect, it } from "vitest";
import { PackPlaces } from "./pack-places.ts";

describe("PackPlaces", () => {
  it("gives each place again after as many packs as there are places, and no sooner", () => {
    const { take } = new PackPlaces(3, true);
    const buffers = [8, 8, 6, 8, 4].map((length) => take(length).buffer);
    expect(buffers[0]).toBeInstanceOf(SharedArrayBuffer);
    expect(new Set(buffers.slice(0, 3)).size).toBe(3);
    expect(buffers[3]).toBe(buffers[0]);
    expect(buffers[4]).toBe(buffers[1]);
  });

  it("gives exactly what was asked for, and a larger place where one is needed", () => {
    const { take } = new PackPlaces(1, true);
    expect(take(4)).toHaveLength(4);
    expect(take(9)).toHaveLength(9);
    expect(take(5)).toHaveLength(5);
  });

  it("gives arrays of their own to a page that is not isolated", () => {
    const { take } = new PackPlaces(1, false);
    expect(take(4).buffer).toBeInstanceOf(ArrayBuffer);
    expect(take(4).buffer).not.toBe(take(4).buffer);
  });
});
