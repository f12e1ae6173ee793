/**
 * Owns: which label stands in which row of the live bars. Scores that jostle must not make the rows jump, and a sound
 * that clearly leads must soon stand on top.
 *
 * - A label that stays keeps its row. A newcomer takes the row of a label that leaves.
 * - A shown label that has fallen out of the best leaves at once if the newcomer leads it by more than 0.1 or if its score
 *   is no longer told; otherwise after 4 updates outside in a row. Pass more labels than rows (twice as many, say), or
 *   every fall is of the second kind.
 * - The rows are sorted when some row has led one above it by more than 0.1 in 4 updates in a row (0.8 s at 5 a second).
 *   Any such sorting is complete, so rows don't move one by one.
 *
 * Deliberately doesn't: smooth (`smoothing.ts` does, before), choose the best (`top-k.ts`), or draw.
 */
import type { LabelScore } from "./top-k.ts";

/** A lead that is more than jostling, in units of score. */
const CLEAR_LEAD = 0.1;
const PATIENCE_UPDATES = 4;

export class RowOrder {
  readonly #rows: number;
  #labels: string[] = [];
  /** For each shown label, how many updates in a row it has been outside the best. */
  #outside = new Map<string, number>();
  /** For each pair of rows out of order, "upper\nlower", how many updates in a row. */
  #overdue = new Map<string, number>();

  /** @throws RangeError where `rows` isn't a positive integer. */
  constructor(rows: number) {
    if (!Number.isSafeInteger(rows) || rows < 1) throw new RangeError(`Cannot order ${rows} rows`);
    this.#rows = rows;
  }

  /**
   * @param best labels with their scores, best first, each label once.
   * @returns the rows from top to bottom, each with its newest score: `rows` of them, or as many as `best` holds.
   */
  update(best: readonly LabelScore[]): LabelScore[] {
    const scores = new Map(best.map(({ label, score }) => [label, score]));
    const leading = best.slice(0, this.#rows).map(({ label }) => label);
    this.#exchange(leading, scores);
    const shown = this.#labels.map((label) => ({ label, score: scores.get(label) ?? 0 }));
    if (!this.#sortingIsDue(shown)) return shown;
    shown.sort((a, b) => b.score - a.score);
    this.#labels = shown.map(({ label }) => label);
    this.#overdue.clear();
    return shown;
  }

  /** Lets newcomers in, best first, each for the weakest label that may leave. */
  #exchange(leading: readonly string[], scores: ReadonlyMap<string, number>): void {
    const leads = new Set(leading);
    const fallen = this.#labels.filter((label) => !leads.has(label));
    this.#outside = new Map(fallen.map((label) => [label, (this.#outside.get(label) ?? 0) + 1]));
    const scoreOf = (label: string) => scores.get(label) ?? Number.NEGATIVE_INFINITY;
    fallen.sort((a, b) => scoreOf(a) - scoreOf(b));

    const newcomers = leading.filter((label) => !this.#labels.includes(label));
    for (const newcomer of newcomers) {
      if (this.#labels.length < this.#rows) {
        this.#labels.push(newcomer);
        continue;
      }
      const leaver = fallen.find((label) => {
        const waited = (this.#outside.get(label) ?? 0) >= PATIENCE_UPDATES;
        return waited || scoreOf(newcomer) - scoreOf(label) > CLEAR_LEAD;
      });
      if (leaver === undefined) continue;
      this.#labels[this.#labels.indexOf(leaver)] = newcomer;
      fallen.splice(fallen.indexOf(leaver), 1);
    }
    // Fewer labels than rows are told: whoever is told no longer goes without a successor.
    this.#labels = this.#labels.filter((label) => scores.has(label));
  }

  #sortingIsDue(shown: readonly LabelScore[]): boolean {
    const overdue = new Map<string, number>();
    let due = false;
    shown.forEach((upper, i) => {
      for (const lower of shown.slice(i + 1)) {
        if (lower.score - upper.score <= CLEAR_LEAD) continue;
        const pair = `${upper.label}\n${lower.label}`;
        const updates = (this.#overdue.get(pair) ?? 0) + 1;
        overdue.set(pair, updates);
        due ||= updates >= PATIENCE_UPDATES;
      }
    });
    this.#overdue = overdue;
    return due;
  }
}
