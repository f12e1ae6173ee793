/** A person without a mouse: moves by Tab, and must always see where the focus is. */
import { expect, type Locator, type Page } from "@playwright/test";

/** More than any screen has places to stop at; who cannot get there goes round and round. */
const MOST_STEPS = 90;

/** Presses Tab (or Shift+Tab) until the target has the focus; every stop on the way must show that it has it. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press(key);
    passed.push(await expectFocusSeen(page));
    if (await hasFocus(target)) return;
  }
  throw new Error(`${target} was not reached by ${key}: ${passed.join(" > ")}`);
}

async function hasFocus(target: Locator): Promise<boolean> {
  return (await target.count()) === 1 && target.evaluate((element) => element === document.activeElement);
}

/**
 * The focused element wears an outline: itself, by what is laid around its row (`::after`), or by the label that stands for
 * an input which is not to be seen. Gives its name.
 */
export async function expectFocusSeen(page: Page): Promise<string> {
  const focus = await page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const seen = (one: HTMLElement) => {
      const { width, height } = one.getBoundingClientRect();
      return width >= 8 && height >= 8 && one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    };
    const wearer = seen(element) ? element : element.closest("label");
    const around = getComputedStyle(wearer ?? element, "::after");
    const worn = around.outlineStyle === "none" ? getComputedStyle(wearer ?? element) : around;
    const { outlineStyle, outlineWidth, outlineColor } = worn;
    const name = element.getAttribute("aria-label") ?? element.id;
    return {
      name: name || (element.textContent ?? "").trim() || element.tagName,
      outline: wearer ? `${outlineStyle} ${outlineWidth} ${outlineColor}` : "on something that cannot be seen",
    };
  });
  expect(focus, "something has the focus").not.toBeNull();
  expect(focus?.outline, `focus on ${focus?.name}`).toMatch(/^(solid|auto) [1-9].* rgb\(/);
  return focus?.name ?? "";
}
