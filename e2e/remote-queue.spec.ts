/** Many files through a server that fails as servers do: none is lost, never more requests than a few at once, and it can be called off. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { inTurn, wavFile } from "./support/recordings.ts";
import { sign, startServedModel, useProvider } from "./support/remote.ts";
import { chooseFiles, fileRow } from "./support/results.ts";
import type { Fault } from "./support/stand-in-router.ts";

const FILES = 30;

let router: Awaited<ReturnType<typeof startServedModel>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  router = await startServedModel();
  app = await serveApp(router.url);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  test.setTimeout(240_000);
  router.setFault(null);
  context = await browser.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await openReady(page, app.url, "models");
  await useProvider(page, router);
  await page.getByRole("tab", { name: "Files" }).click();
  router.forget();
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await router.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const phases = () =>
  page
    .locator(".queue-row")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-phase")).filter((phase) => phase !== null));

/** The same at every run: a generator of Numerical Recipes. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("30 files while a third of all requests fail: all are heard, no window is missing", async () => {
  const roll = dice(7);
  let failed = 0;
  router.setFault((): Fault => {
    const face = roll();
    if (face > 0.3) return null;
    failed++;
    if (face < 0.1) return "reset";
    if (face < 0.16) return { status: 429, body: { error: "Rate limit reached" }, headers: { "Retry-After": "0" } };
    if (face < 0.22) return { status: 503, body: { error: "Model is currently loading", estimated_time: 0.3 } };
    return { status: 502, body: "<html>Bad Gateway</html>" };
  });
  const sound = inTurn([["dog-bark", 0.8], 1.5, ["flute", 1]]);
  const files = Array.from({ length: FILES }, (_, index) => wavFile(`${String(index).padStart(2, "0")}.wav`, [sound]));
  await chooseFiles(page, files);
  await expect(page.getByText(`${FILES} files done`, { exact: true })).toBeVisible({ timeout: 200_000 });
  expect(await phases()).toEqual(Array(FILES).fill("done"));
  expect(router.mostAtOnce()).toBeLessThanOrEqual(4);
  expect(failed).toBeGreaterThan(10);
  // As many answers as there are windows, and as many windows as the hop asks for, in the first and in the last.
  const answered = router.taken.length - failed;
  expect(answered % FILES).toBe(0);
  for (const name of ["00.wav", "29.wav"]) {
    await fileRow(page, name).getByRole("button", { name, exact: true }).click();
    await expect(page.locator(".file-detail__covered")).toContainText(`by ${answered / FILES} windows`);
  }
  test.info().annotations.push({ type: "figure", description: `${answered} windows, ${failed} failures` });
});

test("a server that refuses everybody stops the queue, not the files: they wait, and go on", async () => {
  router.setFault(() => ({ status: 402, body: { error: "You have exceeded your monthly included credits" } }));
  const sound = inTurn([["dog-bark", 0.8], 0.5]);
  await chooseFiles(
    page,
    Array.from({ length: 8 }, (_, index) => wavFile(`${index}.wav`, [sound])),
  );
  await expect(page.getByRole("alert").filter({ hasText: "The queue is paused" })).toContainText("credits are used up");
  await expect(button("Resume")).toBeVisible();
  const failed = (await phases()).filter((phase) => phase === "failed").length;
  expect(failed).toBeGreaterThan(0);
  expect(failed).toBeLessThanOrEqual(4);
  await expect(fileRow(page, "0.wav")).toContainText("exceeded your monthly included credits");
  router.setFault(null);
  await button("Resume").click();
  await expect(page.getByText(`${8 - failed} of 8 done`, { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Run 0.wav again" }).click();
  await expect(fileRow(page, "0.wav")).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
});

test("a file that the server does not take says so alone; the others are heard", async () => {
  let refused = 0;
  const long = inTurn([["flute", 1], 6]);
  router.setFault(() => {
    refused++;
    return refused === 1 ? { status: 422, body: { error: "cannot decode" } } : null;
  });
  await chooseFiles(page, [wavFile("a.wav", [inTurn([["dog-bark", 0.8]])]), wavFile("b.wav", [long])]);
  await expect
    .poll(async () => (await phases()).filter((phase) => phase === "done" || phase === "failed").length, {
      timeout: 60_000,
    })
    .toBe(2);
  expect((await phases()).filter((phase) => phase === "failed")).toHaveLength(1);
  await expect(page.locator(".queue-row[data-phase=failed]")).toContainText("did not take the sound (it answered 422)");
  await expect(button("Resume")).toHaveCount(0);
});

test("cancel ends the requests that are under way, and those that wait to be asked again", async () => {
  router.setFault(({ nth }) => (nth % 2 === 0 ? "stall" : { status: 503, headers: { "Retry-After": "60" } }));
  await chooseFiles(page, [wavFile("one.wav", [inTurn(["flute", 4])])]);
  await expect.poll(() => router.taken.length, { timeout: 30_000 }).toBeGreaterThan(1);
  await expect(sign(page)).toContainText("asks for a pause");
  await button("Cancel one.wav").click();
  await expect(fileRow(page, "one.wav")).toHaveAttribute("data-phase", "cancelled");
  const sent = router.taken.length;
  router.setFault(null);
  await page.waitForTimeout(2000);
  expect(router.taken).toHaveLength(sent);
});
