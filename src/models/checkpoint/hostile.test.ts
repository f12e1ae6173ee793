/** A fixed choice of what `npm run fuzz` tries without end: nothing runs, nothing hangs, whatever is wrong has a code. */
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isTampered, originals, readAll, tryMutant } from "./testing/fuzz.ts";
import { handMade } from "./testing/hand-made.ts";
import { byChance } from "./testing/mutants.ts";

const CODED = /^model-(corrupt|unsupported|incomplete|not-found)\/[a-z-]+/;
const LONGEST_MS = 5000;

/** What a hand-made one may be, and still be read: odd, but in order. */
const HARMLESS = /__proto__|empty tensors|50,000 records|product overflows, and 0/;

describe("hostile checkpoints", () => {
  it.each(handMade().map((mutant) => [mutant.name, mutant] as const))("%s", async (name, mutant) => {
    const { outcome, tookMs } = await tryMutant(readAll, mutant);
    if (!(HARMLESS.test(name) && outcome === "valid")) expect(outcome).toMatch(CODED);
    expect(tookMs).toBeLessThan(LONGEST_MS);
    expect(isTampered()).toBe(false);
    expect(existsSync("pickle-was-executed")).toBe(false);
  });

  const sound = originals();
  it.each(sound)("$name is sound before it is spoiled", async (original) => {
    expect((await tryMutant(readAll, original)).outcome).toBe("valid");
  });

  it("400 by chance", async () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 400; index++) {
      const { name, outcome, tookMs } = await tryMutant(readAll, byChance(sound, index, 1));
      if (outcome !== "valid") expect(outcome, name).toMatch(CODED);
      expect(tookMs, name).toBeLessThan(LONGEST_MS);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    // Chance reaches every reader: no one reason stands for all.
    expect(counts.size).toBeGreaterThan(8);
    expect(isTampered()).toBe(false);
  }, 60_000);

  it("cut off at any byte, a checkpoint is never read as whole", async () => {
    for (const { files } of sound.slice(0, 2)) {
      for (const [path, bytes] of files) {
        for (let length = 0; length < bytes.length; length += length < 1000 ? 1 : 7) {
          const mutant = { name: `${path} ${length}`, files: new Map([[path, bytes.slice(0, length)]]) };
          expect((await tryMutant(readAll, mutant)).outcome, mutant.name).toMatch(CODED);
        }
      }
    }
  }, 60_000);
});
