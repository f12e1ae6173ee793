import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PictureColumns, PicturePart } from "../../../session/actions.ts";
import { PartPictures, partFor } from "./part-pictures.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const asked: { part: PicturePart; answer: (columns: PictureColumns) => void; cancelled: boolean }[] = [];
  let told = 0;
  const pictures = new PartPictures({
    open(part, answer) {
      const request = { part, answer, cancelled: false };
      asked.push(request);
      return () => {
        request.cancelled = true;
      };
    },
    createImage: (columns) => ({ columns, filled: [] as number[], fill: (from: number) => void filled.push(from) }),
    changed: () => void told++,
  });
  const filled: number[] = [];
  return { asked, pictures, filled, told: () => told };
}

const piece = { fromColumn: 0, values: new Uint8Array(128) };

describe("pictures of the shown part", () => {
  it("are asked for once the viewport rests, and the old one is called off", () => {
    const { asked, pictures } = open();
    pictures.look({ fromS: 0, toS: 10 }, 800);
    vi.advanceTimersByTime(100);
    pictures.look({ fromS: 1, toS: 11 }, 800);
    vi.advanceTimersByTime(100);
    expect(asked).toHaveLength(0);
    vi.advanceTimersByTime(20);
    expect(asked[0]?.part).toEqual({ fromS: 1, toS: 11, columns: 800, bins: 128 });
    pictures.look({ fromS: 1, toS: 11 }, 800);
    expect(asked[0]?.cancelled).toBe(false);
    pictures.look({ fromS: 2, toS: 12 }, 800);
    expect(asked[0]?.cancelled).toBe(true);
  });

  it("are shown from their first columns on and kept for a while", () => {
    const { asked, pictures, told } = open();
    for (let from = 0; from < 6; from++) {
      pictures.look({ fromS: from, toS: from + 10 }, 800);
      vi.advanceTimersByTime(120);
      asked[from]?.answer(piece);
      asked[from]?.answer(piece);
    }
    expect(pictures.pictures.map(({ fromS }) => fromS)).toEqual([2, 3, 4, 5]);
    expect(told()).toBe(12);
    pictures.close();
    expect([pictures.pictures.length, asked.at(-1)?.cancelled]).toEqual([0, true]);
  });

  it("take no late answers, and leave the coarse picture where a part cannot be read", () => {
    const { asked, pictures, told } = open();
    pictures.look({ fromS: 0, toS: 10 }, 800);
    vi.advanceTimersByTime(120);
    asked[0]?.answer(null);
    pictures.look({ fromS: 5, toS: 15 }, 800);
    asked[0]?.answer(piece);
    expect([pictures.pictures.length, told()]).toEqual([0, 0]);
  });

  it("are no finer than the screen or the sound, and none is asked for of a long part", () => {
    expect(partFor({ fromS: 0, toS: 200 }, 4000)?.columns).toBe(2048);
    expect(partFor({ fromS: 0, toS: 0.2 }, 1400)?.columns).toBe(200);
    expect(partFor({ fromS: 0, toS: 241 }, 1400)).toBeNull();
    expect(partFor({ fromS: 0, toS: 10 }, 0)).toBeNull();
  });
});
