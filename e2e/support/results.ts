/** What the page shows, as data: bars, files and their words. */
import { expect, type Locator, type Page } from "@playwright/test";

export interface ShownScore {
  readonly label: string;
  readonly score: number;
}

export const bars = (page: Page): Locator => page.getByRole("list", { name: "Top labels" }).getByRole("meter");

/** The bars of the screen that is open, best first; fails where a score is no finite number. */
export async function shownScores(page: Page): Promise<ShownScore[]> {
  const rows = await bars(page).evaluateAll((meters) =>
    meters.map((meter) => ({
      label: meter.getAttribute("aria-label") ?? "",
      score: Number(meter.getAttribute("aria-valuenow") ?? "NaN"),
      words: meter.getAttribute("aria-valuetext") ?? "",
    })),
  );
  for (const { label, score, words } of rows) {
    expect(Number.isFinite(score), `${label}: ${score}`).toBe(true);
    expect(words, label).toMatch(/^\u2212?\d+\.\d\d$/);
  }
  return rows.map(({ label, score }) => ({ label, score })).sort((a, b) => b.score - a.score);
}

export const fileRow = (page: Page, name: string): Locator =>
  page
    .getByRole("table", { name: "Files" })
    .getByRole("row")
    .filter({ has: page.getByRole("button", { name, exact: true }) });

export async function chooseFiles(page: Page, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
  await page.getByLabel("Choose audio files").setInputFiles(files);
}

/** Opens a file of the queue and waits until its bars are there. */
export async function openFile(page: Page, name: string): Promise<ShownScore[]> {
  const row = fileRow(page, name);
  await expect(row).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  await row.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(bars(page).first()).toBeVisible();
  return shownScores(page);
}
