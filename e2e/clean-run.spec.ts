/** A normal run: nothing on the console, nothing against the policy, no request to anybody but the app and the Hub. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, serveApp } from "./support/app.ts";
import { startLoopbackHub } from "./support/loopback-hub.mjs";
import { bars, chooseFiles, openFile } from "./support/results.ts";

// As it is for people: with the service worker.
test.use({ serviceWorkers: "allow" });

let hub: Awaited<ReturnType<typeof startLoopbackHub>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;

test.beforeAll(async () => {
  hub = await startLoopbackHub({ models: {} });
  app = await serveApp(hub.url);
  browser = await launchBrowser();
});
test.afterAll(async () => {
  await browser.close();
  await app.close();
  await hub.close();
});

/** Everything that a page should not say or do. */
function watch(context: BrowserContext) {
  const complaints: string[] = [];
  const origins = new Set<string>();
  context.on("console", (message) => {
    // Chromium's own word on a machine without a graphics device.
    if (message.text() === "No available adapters.") return;
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") || url.protocol.startsWith("ws")) origins.add(url.origin);
  });
  return { complaints, origins };
}

/** Violations of the policy, as the page itself is told of them. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      seen.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  return () => page.evaluate(() => (window as never as { violations: string[] }).violations);
}

test("a run through all screens is quiet and stays at home", async () => {
  const context = await browser.newContext();
  const { complaints, origins } = watch(context);
  const page = await context.newPage();
  const violations = await watchPolicy(page);
  await page.goto(app.url);
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect(bars(page).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop listening" }).click();
  await page.getByRole("list", { name: "Sounds to try" }).getByRole("button").first().click();
  await expect(bars(page).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole("tab", { name: "Files" }).click();
  await chooseFiles(page, [committedFixture("ticking.mp3"), committedFixture("video-ticking.mp4")]);
  expect(await openFile(page, "video-ticking.mp4")).toHaveLength(5);
  await page.getByRole("button", { name: /^Play/ }).click();
  await page.getByRole("tab", { name: "Models" }).click();
  await page.getByRole("button", { name: "Use spoken-digits" }).click();
  await expect(page.getByText(/^Ready\. It runs in this page/)).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await violations()).toEqual([]);
  expect(complaints).toEqual([]);
  expect([...origins]).toEqual([new URL(app.url).origin]);
  expect(hub.requests).toEqual([]);
  await context.close();
});

test("a Hub model is asked of the Hub and of nobody else", async () => {
  const context = await browser.newContext();
  const { origins } = watch(context);
  const page = await context.newPage();
  const violations = await watchPolicy(page);
  await page.goto(`${app.url}#/models?model=someone/something`);
  await expect(page.getByRole("alert")).toContainText("“someone/something”", { timeout: 30_000 });
  expect([...origins].sort()).toEqual([new URL(app.url).origin, hub.url].sort());
  expect(await violations()).toEqual([]);
  await context.close();
});

test("the policy is in force: a request elsewhere is refused", async () => {
  const page = await browser.newPage();
  const violations = await watchPolicy(page);
  await page.goto(app.url);
  const outcome = await page.evaluate(() =>
    fetch("http://127.0.0.1:9/").then(
      () => "sent",
      () => "refused",
    ),
  );
  expect(outcome).toBe("refused");
  await expect.poll(violations).toEqual([expect.stringContaining("connect-src")]);
  await page.close();
});
