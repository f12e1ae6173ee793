/** The screens, names and addresses that people and programs rely on, and what may not get out. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";

// A picture of every frame of a screen that moves costs more than what it shows.
test.use({ trace: { mode: "retain-on-failure", screenshots: false } });

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

test.beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
});

test.afterEach(() => context.close());

const slider = (name: string) => page.getByRole("slider", { name });

test("three tabs with addresses of their own; a model by address", async () => {
  await openReady(page, app.url, "live");
  for (const [name, address] of [
    ["Files", "#/files"],
    ["Models", "#/models"],
    ["Live", "#/live"],
  ] as const) {
    await page.getByRole("tab", { name, exact: true }).click();
    expect(new URL(page.url()).hash).toBe(address);
    await expect(page.getByRole("tab", { name, exact: true })).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("tabpanel", { name, exact: true })).toBeVisible();
    await expect(page.getByRole("tabpanel")).toHaveCount(1);
    await expect(page).toHaveTitle(`${name} · Earshot`);
  }
  for (const [screen, model] of [
    ["live", "spoken-digits"],
    ["files", "everyday-sounds"],
    ["files", "spoken-digits"],
  ] as const) {
    await page.goto("about:blank");
    await openReady(page, app.url, screen, model);
    await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue(model);
    await expect(page.getByRole("tabpanel", { name: screen === "live" ? "Live" : "Files" })).toBeVisible();
  }
  // The address changes while the page is open.
  await page.evaluate(() => {
    location.hash = "#/live?model=everyday-sounds";
  });
  await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue("everyday-sounds");
  await expect(page.getByRole("button", { name: "Start listening" })).toBeVisible();
});

test("settings are still there after a reload", async () => {
  await openReady(page, app.url, "live");
  await slider("Labels shown").fill("3");
  await slider("Heard from").fill("0.35");
  await page.getByRole("combobox", { name: "Function" }).selectOption("softmax");
  await page.getByRole("button", { name: "Theme: system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await page.reload();
  await expect(slider("Labels shown")).toHaveValue("3");
  await expect(slider("Heard from")).toHaveValue("0.35");
  await expect(page.getByRole("combobox", { name: "Function" })).toHaveValue("softmax");
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the page is isolated, and what got in could not get out", async () => {
  const answer = await page.goto(app.url);
  const headers = answer?.headers() ?? {};
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

  // A script that got in could neither run inline nor send anything anywhere.
  const refused = await page.evaluate(async () => {
    const directives: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => directives.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.gotIn = true";
    document.head.append(script);
    await fetch("https://elsewhere.invalid/").catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { directives, gotIn: "gotIn" in window };
  });
  expect(refused).toEqual({ directives: ["script-src-elem", "connect-src"], gotIn: false });
});
