/** A fixed choice of what `npm run fuzz` puts before the importer: nothing runs, nothing hangs, nothing is left behind. */
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { byChance, fuzzTargets, isTampered, tryMutant } from "./testing/fuzz-targets.ts";

const LONGEST_MS = 5000;
const importer = fuzzTargets().find(({ name }) => name === "import");
if (!importer) throw new Error("the importer is not among the targets");
const { target, sound, byHand } = importer;

describe("hostile checkpoints before the importer", { timeout: 60_000 }, () => {
  it.each(sound)("$name is sound before it is spoiled", async (original) => {
    expect((await tryMutant(target, original)).outcome).toBe("valid");
  });

  it("those made by hand: none becomes a model, each has a code", async () => {
    for (const mutant of byHand()) {
      const { outcome, tookMs } = await tryMutant(target, mutant);
      expect(outcome, mutant.name).toMatch(/^model-/);
      expect(tookMs, mutant.name).toBeLessThan(LONGEST_MS);
    }
    expect(isTampered()).toBe(false);
    expect(existsSync("pickle-was-executed")).toBe(false);
  });

  it("300 by chance, configurations among them", async () => {
    const outcomes = new Set<string>();
    for (let index = 0; index < 300; index++) {
      const { name, outcome, tookMs } = await tryMutant(target, byChance(sound, index, 2));
      expect(outcome, name).toMatch(/^(valid$|model-)/);
      expect(tookMs, name).toBeLessThan(LONGEST_MS);
      outcomes.add(outcome);
    }
    expect(outcomes.size).toBeGreaterThan(8);
  });
});
