/** All kinds of files at once, on the page itself: those that can be heard are, the others say by name why not. */
import { expect, test } from "@playwright/test";
import { FORMATS, formatFixture } from "./fixtures/formats.mjs";
import { openReady, serveApp } from "./support/app.ts";
import { chooseFiles, fileRow } from "./support/results.ts";

let app: Awaited<ReturnType<typeof serveApp>>;
test.beforeAll(async () => {
  app = await serveApp();
});
test.afterAll(() => app.close());

test("every format dropped together is heard, or refused by its name", async ({ page }) => {
  await openReady(page, app.url, "files");
  await chooseFiles(
    page,
    FORMATS.map(({ name }) => formatFixture(name)),
  );
  const heard = FORMATS.filter(({ refusedAs }) => refusedAs === undefined);
  const rows = page.getByRole("table", { name: "Files" });
  await expect(rows.locator("[data-phase=done], [data-phase=failed]")).toHaveCount(FORMATS.length, { timeout: 50_000 });
  await expect(rows.locator("[data-phase=done]")).toHaveCount(heard.length);
  for (const { name, refusedAs } of FORMATS) {
    if (refusedAs === undefined) await expect(fileRow(page, name)).not.toContainText("damaged");
    else await expect(fileRow(page, name)).toContainText(refusedAs);
  }
});
