import { describe, expect, it } from "vitest";
import { RowOrder } from "./rows.ts";
import { type LabelScore, topK } from "./top-k.ts";

function best(scores: Record<string, number>): LabelScore[] {
  return topK(Object.values(scores), Object.keys(scores), Object.keys(scores).length);
}

function labels(rows: readonly LabelScore[]): string {
  return rows.map(({ label }) => label).join(" ");
}

/** Deterministic jostling in -1..1. */
function jostle(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

describe("RowOrder", () => {
  it("starts best first, with the newest scores in the rows ever after", () => {
    const order = new RowOrder(3);
    expect(labels(order.update(best({ a: 0.2, b: 0.9, c: 0.5, d: 0.1 })))).toBe("b c a");
    expect(order.update(best({ a: 0.25, b: 0.8, c: 0.5, d: 0.1 }))).toEqual([
      { label: "b", score: 0.8 },
      { label: "c", score: 0.5 },
      { label: "a", score: 0.25 },
    ]);
  });

  it("holds still while near-equal scores jostle, also at the border of what is shown", () => {
    const order = new RowOrder(3);
    const next = jostle();
    const start = labels(order.update(best({ a: 0.35, b: 0.34, c: 0.33, d: 0.32, e: 0.31 })));
    for (let i = 0; i < 500; i++) {
      const noisy = Object.fromEntries([..."abc"].map((label) => [label, 0.34 + 0.05 * next()]));
      const border = Object.fromEntries([..."de"].map((label) => [label, 0.29 + 0.03 * next()]));
      expect(labels(order.update(best({ ...noisy, ...border })))).toBe(start);
    }
  });

  it("brings a clear lasting winner to the top within a second at 5 updates a second, newcomer or not", () => {
    for (const winner of ["c", "e"]) {
      const order = new RowOrder(3);
      const calm = { a: 0.4, b: 0.3, c: 0.2, d: 0.1, e: 0.05 };
      order.update(best(calm));
      const tops = Array.from({ length: 5 }, () => order.update(best({ ...calm, [winner]: 0.9 }))[0]?.label);
      expect(tops).toEqual(["a", "a", "a", winner, winner]);
    }
  });

  it("ignores a lead that doesn't last", () => {
    const order = new RowOrder(2);
    order.update(best({ a: 0.5, b: 0.3 }));
    for (let i = 0; i < 20; i++) {
      for (let blip = 0; blip < 3; blip++) expect(labels(order.update(best({ a: 0.5, b: 0.9 })))).toBe("a b");
      expect(labels(order.update(best({ a: 0.5, b: 0.5 })))).toBe("a b");
    }
  });

  it("counts each pair apart: leads that take turns don't add up", () => {
    const order = new RowOrder(3);
    order.update(best({ a: 0.5, b: 0.4, c: 0.3 }));
    for (let i = 0; i < 20; i++) {
      const scores = i % 2 === 0 ? { a: 0.4, b: 0.6, c: 0.4 } : { a: 0.4, b: 0.4, c: 0.49 + 0.1 };
      expect(labels(order.update(best(scores)))).toBe("a b c");
    }
  });

  it("gives a leaver's row to the newcomer, and moves nobody else", () => {
    const order = new RowOrder(3);
    order.update(best({ a: 0.5, b: 0.45, c: 0.4, d: 0.1 }));
    expect(labels(order.update(best({ a: 0.5, b: 0.05, c: 0.4, d: 0.45 })))).toBe("a d c");
  });

  it("lets a label that is just behind stay for 3 updates, and go at the 4th", () => {
    const order = new RowOrder(2);
    order.update(best({ a: 0.5, b: 0.3, c: 0.2 }));
    const seen = Array.from({ length: 5 }, () => labels(order.update(best({ a: 0.5, b: 0.3, c: 0.32 }))));
    expect(seen).toEqual(["a b", "a b", "a b", "a c", "a c"]);
  });

  it("drops a label that is no longer told, with or without a successor", () => {
    const order = new RowOrder(2);
    order.update(best({ a: 0.5, b: 0.3 }));
    expect(labels(order.update(best({ a: 0.5, c: 0.2 })))).toBe("a c");
    expect(labels(order.update(best({ c: 0.2 })))).toBe("c");
    expect(order.update([])).toEqual([]);
    expect(labels(order.update(best({ x: 0.1, y: 0.2, z: 0.3 })))).toBe("z y");
  });

  it("always shows each label once, and as many as there are rows for", () => {
    const order = new RowOrder(4);
    const next = jostle();
    for (let i = 0; i < 500; i++) {
      const rows = order.update(best(Object.fromEntries([..."abcdefgh"].map((label) => [label, Math.abs(next())]))));
      expect(new Set(rows.map(({ label }) => label)).size).toBe(4);
    }
  });

  it("refuses a number of rows that isn't a positive integer", () => {
    for (const rows of [0, -1, 1.5, NaN]) expect(() => new RowOrder(rows)).toThrow(RangeError);
  });
});
