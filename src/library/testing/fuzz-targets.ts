/** What `npm run fuzz` puts hostile checkpoints before. One module for its script, so that all share one class of errors. */
import { type FuzzTarget, isTampered, originals, readAll, tryMutant } from "../../models/checkpoint/testing/fuzz.ts";
import { handMade, type Mutant } from "../../models/checkpoint/testing/hand-made.ts";
import { byChance } from "../../models/checkpoint/testing/mutants.ts";
import { importAll, wholeModels, withConfig } from "./fuzz-import.ts";

export interface NamedTarget {
  readonly name: string;
  readonly target: FuzzTarget;
  readonly sound: readonly Mutant[];
  byHand(): readonly Mutant[];
}

export function fuzzTargets(): NamedTarget[] {
  return [
    { name: "read", target: readAll, sound: originals(), byHand: handMade },
    { name: "import", target: importAll, sound: wholeModels(), byHand: () => handMade().map(withConfig) },
  ];
}

export { byChance, isTampered, tryMutant };
