/** What the browser lets out: the chosen server's exact origin, after one reload, and only while it is chosen. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { startApiServer } from "./support/api-server.ts";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { allowOrigin, record } from "./support/recorder.ts";
import { inTurn, wavFile } from "./support/recordings.ts";
import { agree, askEndpoint, card, sign, use } from "./support/remote.ts";
import { chooseFiles, openFile } from "./support/results.ts";

let api: Awaited<ReturnType<typeof startApiServer>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  // `npm start` of another machine, as it were, which allows pages of the app's address; the app comes with the public Hub.
  app = await serveApp();
  api = await startApiServer({ allowedOrigins: [new URL(app.url).origin] });
  allowOrigin(api.url);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  test.setTimeout(180_000);
  context = await browser.newContext({ serviceWorkers: "allow" });
  page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await openReady(page, app.url, "models");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 });
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await api.close();
});

const policy = () =>
  page.evaluate(async () =>
    (await fetch(location.pathname, { cache: "no-store" })).headers.get("content-security-policy"),
  );

test("another server is let out to after the page is loaded again, by its exact origin, until it is left", async () => {
  const { origin, host } = new URL(api.url);
  const { requests, violations } = record(context);
  const toServer = () => requests.filter((request) => new URL(request.url()).origin === origin);
  const before = await policy();
  await askEndpoint(page, `${api.url}models/everyday-sounds`);
  await expect(card(page)).toContainText("22 labels");
  await agree(page, host);
  await expect(card(page)).toContainText(`Sound may be sent to ${host} after the page is loaded again`);
  expect(toServer()).toEqual([]);
  expect(await policy()).toBe(before?.replace(/(connect-src [^;]*)/, `$1 ${origin}`));

  await card(page).getByRole("button", { name: "Reload the page" }).click();
  await use(page);
  await expect(sign(page)).toContainText(host, { timeout: 45_000 });
  await page.getByRole("tab", { name: "Files" }).click();
  await chooseFiles(page, wavFile("dog.wav", [inTurn([["dog-bark", 1]])]));
  const scores = await openFile(page, "dog.wav");
  expect(scores[0]?.label).toBe("dog bark");
  expect(toServer().every((request) => request.url() === `${api.url}models/everyday-sounds`)).toBe(true);

  await sign(page).getByRole("button", { name: "Back to this machine" }).click();
  await expect(sign(page)).toHaveCount(0);
  await expect.poll(policy, { timeout: 45_000 }).toBe(before);
  expect(violations).toEqual([]);
});
