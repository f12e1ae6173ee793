/** The table named Events, as a program reads it: exact values beside the words for people. */
import { expect, type Locator, type Page } from "@playwright/test";

export interface ShownEvent {
  /** Seconds, every digit. */
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly peak: number;
  readonly mean: number;
}

export const eventsTable = (page: Page): Locator => page.getByRole("table", { name: "Events" });

/** The rows with events, in the order in which they stand. Their buttons play them. */
export const eventRows = (page: Page): Locator =>
  eventsTable(page)
    .getByRole("row")
    .filter({ has: page.locator("td") });

/** Fails where a row's words are not its values. */
export async function shownEvents(page: Page): Promise<ShownEvent[]> {
  const rows = await eventRows(page).evaluateAll((all) =>
    all.map((row) =>
      Array.from(row.querySelectorAll("td"), (cell) => ({
        value: Number(cell.querySelector("data")?.value ?? Number.NaN),
        words: cell.textContent ?? "",
      })),
    ),
  );
  return rows.map((cells) => {
    const [start, end, label, peak, mean] = cells;
    if (!start || !end || !label || !peak || !mean) throw new Error(`${cells.length} columns`);
    for (const time of [start, end]) expectSameTime(secondsOf(time.words), time.value);
    for (const score of [peak, mean]) expect(score.words).toBe(score.value.toFixed(2));
    return { start: start.value, end: end.value, label: label.words, peak: peak.value, mean: mean.value };
  });
}

export type TimedLabel = Pick<ShownEvent, "start" | "end" | "label">;

/** The same labels at the same times, to the nearest millisecond; a time may lie just between two of them. */
export function expectSameTimes(read: readonly TimedLabel[], events: readonly TimedLabel[]): void {
  expect(read.map(({ label }) => label)).toEqual(events.map(({ label }) => label));
  for (const [index, { start, end }] of events.entries()) {
    expectSameTime(read[index]?.start, start);
    expectSameTime(read[index]?.end, end);
  }
}

function expectSameTime(read: number | undefined, seconds: number): void {
  expect(Math.abs((read ?? Number.NaN) - seconds), `${read} for ${seconds}`).toBeLessThanOrEqual(0.0005 + 1e-9);
}

/** `1:02:03.004` → 3723.004 */
export function secondsOf(clock: string): number {
  return clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
}
