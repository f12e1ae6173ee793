/** What the core tests do with a browser, whichever engine it has. Clicks and files are the browser's own, not the page's. */
export interface EnginePage {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function of the page's world, which may be async; arguments and answer are JSON. */
  evaluate<A extends readonly unknown[], R>(work: (...given: A) => R | Promise<R>, ...given: A): Promise<R>;
  /** Runs a script as the driver's own, which no policy of the page holds back. */
  run(source: string): Promise<void>;
  click(selector: string): Promise<void>;
  press(key: "ArrowRight" | "Tab"): Promise<void>;
  /** Into the first file input of the screen. */
  chooseFile(selector: string, file: string): Promise<void>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

export type EngineName = "chromium" | "firefox" | "webkit";

export const ENGINES: readonly EngineName[] = ["chromium", "firefox", "webkit"];

const WITHIN_MS = 60_000;
const LOOK_MS = 100;

/** Waits until `work` answers something, and something that `suits`. */
export async function eventually<R, A extends readonly unknown[]>(
  page: EnginePage,
  work: (...given: A) => R | null | false | undefined,
  { given, suits = () => true }: { given: A; suits?: (answer: R) => boolean },
): Promise<R> {
  const endMs = Date.now() + WITHIN_MS;
  for (;;) {
    const answer = await page.evaluate(work, ...given);
    if (answer && suits(answer)) return answer;
    if (Date.now() > endMs) {
      const shown = await page.evaluate(() => document.body.innerText);
      throw new Error(
        `Not within ${WITHIN_MS / 1000} s: ${work} of ${JSON.stringify(given)}, but ${JSON.stringify(answer)}\n${shown}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Text that is visible on the screen that is open. */
export async function shows(page: EnginePage, text: string): Promise<void> {
  await eventually(page, (wanted) => document.body.innerText.includes(wanted), { given: [text] });
}

/** Clicks what has that name, as a screen reader would say it, and is visible. */
export async function clickNamed(page: EnginePage, selector: string, name: string): Promise<void> {
  await eventually(
    page,
    (wantedSelector, wantedName) => {
      for (const old of document.querySelectorAll("[data-wanted]")) old.removeAttribute("data-wanted");
      const named = (element: Element) => element.getAttribute("aria-label") ?? element.textContent?.trim();
      const found = [...document.querySelectorAll(wantedSelector)].find(
        (element) => named(element) === wantedName && element.checkVisibility(),
      );
      found?.setAttribute("data-wanted", "");
      return found !== undefined;
    },
    { given: [selector, name] },
  );
  await page.click("[data-wanted]");
}
