/** "Copy as code" on Models by the names that a person meets. */
import { expect, type Locator, type Page } from "@playwright/test";

export class CopyAsCode {
  readonly part: Locator;
  readonly summary: Locator;
  readonly code: Locator;
  readonly said: Locator;
  readonly copy: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.part = page.locator(".copy-code");
    this.summary = this.part.locator("summary");
    this.code = this.part.getByRole("region", { name: /^Code, / });
    this.said = this.part.getByRole("status");
    this.copy = this.part.getByRole("button", { name: "Copy", exact: true });
  }

  choice(name: string): Locator {
    return this.part.getByRole("radio", { name, exact: true });
  }

  clipboard(): Promise<string> {
    return this.#page.evaluate(() => navigator.clipboard.readText());
  }

  /** Chooses, presses Copy, gives what lies in the clipboard then. */
  async copied(place: string, language: string): Promise<string> {
    await this.choice(place).check();
    await this.choice(language).check();
    await this.copy.click();
    await expect(this.said).toHaveText("Copied");
    return this.clipboard();
  }
}
