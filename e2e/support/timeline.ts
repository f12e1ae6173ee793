/** The timeline of an opened file as it stands on the screen: what is shown of it, where the playhead is, what is painted. */
import { expect, type Locator, type Page } from "@playwright/test";
import { secondsOf } from "./events-table.ts";

export const positionSlider = (page: Page): Locator => page.getByRole("slider", { name: "Position in the file" });
export const spectrogram = (page: Page): Locator => page.getByRole("img", { name: /^Spectrogram of the shown part/ });

/** Seconds that the slider says; while it plays, the clock beside Play is newer. */
export const position = async (page: Page): Promise<number> => Number(await positionSlider(page).inputValue());

/** To the tenth, at every frame. */
export async function clock(page: Page): Promise<number> {
  const words = await page.getByText(/^\d+:\d\d\.\d of \d+:\d\d\.\d$/).textContent();
  return secondsOf((words ?? "").split(" ")[0] ?? "");
}

/** The frame on the whole file: which part of it the detail shows, s. */
export function shownPart(page: Page): Promise<{ fromS: number; toS: number }> {
  return page.evaluate(() => {
    const frame = document.querySelector<HTMLElement>(".overview__frame");
    const slider = document.querySelector<HTMLInputElement>(".timeline__slider");
    if (!frame || !slider) throw new Error("no timeline");
    const durationS = Number(slider.max);
    const fromS = (Number.parseFloat(frame.style.left) / 100) * durationS;
    return { fromS, toS: fromS + (Number.parseFloat(frame.style.width) / 100) * durationS };
  });
}

/** Where the playhead stands in the detail: 0 at its left edge, 1 at its right. */
export async function playheadShare(page: Page): Promise<number> {
  const pane = await spectrogram(page).boundingBox();
  const line = await page.locator(".timeline__pane .timeline__playhead").boundingBox();
  if (!pane || !line) throw new Error("no playhead is to be seen");
  return (line.x - pane.x) / pane.width;
}

/** The cell that the bars speak for, s. */
export async function momentOfBars(page: Page): Promise<{ fromS: number; toS: number }> {
  const words = await page.getByRole("heading", { name: /^From / }).textContent();
  const [, from, to] = /^From ([\d:.]+) to ([\d:.]+)$/.exec(words ?? "") ?? [];
  return { fromS: secondsOf(from ?? ""), toS: secondsOf(to ?? "") };
}

/** A number that changes with any pixel of the spectrogram. */
export function pixelsOf(page: Page): Promise<number> {
  return spectrogram(page).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas");
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let hash = 7;
    for (const value of pixels) hash = (Math.imul(hash, 31) + value) | 0;
    return hash;
  });
}

/** x and y in the middle of the detail's height, at a share of its width. */
export async function pointAt(page: Page, share: number): Promise<[x: number, y: number]> {
  await spectrogram(page).scrollIntoViewIfNeeded();
  const box = await spectrogram(page).boundingBox();
  if (!box) throw new Error("no spectrogram is to be seen");
  return [box.x + share * box.width, box.y + box.height / 2];
}

export async function expectPlaying(page: Page, playing: boolean, timeout = 5000): Promise<void> {
  await expect(page.getByRole("button", { name: playing ? "Pause" : "Play", exact: true })).toBeVisible({ timeout });
}
