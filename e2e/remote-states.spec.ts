/** What stands between a page and a server, as a person meets it: each refusal its sentence, a cold start its progress; axe and a narrow screen on every state. */
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import {
  agree,
  askEndpoint,
  askProvider,
  card,
  enterToken,
  section,
  sign,
  startServedModel,
  TOKEN,
  use,
} from "./support/remote.ts";

/** Where pictures of every state go, to be looked at. */
const PICTURES = process.env.EARSHOT_PICTURES;
const LOOKS = [
  { width: 1280, theme: "light" },
  { width: 390, theme: "dark" },
] as const;
const NARROWEST_PX = 360;

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
  test.setTimeout(180_000);
  router.setFault(null);
  context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await openReady(page, app.url, "models");
  router.forget();
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await router.close();
});

test("each step is sound: asked, agreed, a cold start with its progress, in use", async () => {
  await askProvider(page, router.url);
  await expectSound("question", "section[aria-label=Server]");
  await agree(page, router.host);
  await enterToken(page, TOKEN);
  await expectSound("agreed", "section[aria-label=Server]");

  let isCold = true;
  router.setFault(() =>
    isCold ? { status: 503, body: { error: "Model owner/everyday is currently loading", estimated_time: 20 } } : null,
  );
  await use(page);
  const progress = card(page).getByRole("progressbar");
  await expect(card(page)).toContainText(/The model is starting on .*, about 20 seconds by its own guess/);
  await expect
    .poll(async () => Number(await progress.getAttribute("aria-valuenow")), { timeout: 30_000 })
    .toBeGreaterThan(9);
  await expect(sign(page)).toHaveCount(0);
  await expectSound("cold", "section[aria-label=Server]");
  isCold = false;
  await expect(sign(page)).toBeVisible({ timeout: 45_000 });
  await section(page).getByText("Agreed to").click();
  await expectSound("in-use", null);
  for (const screen of ["Live", "Files"]) {
    await page.getByRole("tab", { name: screen }).click();
    await expectSound(screen.toLowerCase(), ".server-sign");
  }
});

test("all of it by the keyboard", async () => {
  await section(page).locator("summary", { hasText: "Router" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Address of the router").fill(router.url);
  await page.getByLabel("Model on the server").focus();
  await page.keyboard.type("owner/everyday");
  await page.keyboard.press("Enter");
  await expect(card(page)).toContainText("Sound will be sent to");
  const agreeing = card(page).getByRole("button", { name: /^Agree: / });
  await tabTo(agreeing);
  await page.keyboard.press("Enter");
  const token = page.getByLabel(/^Access token for /);
  await tabTo(token);
  await page.keyboard.type(TOKEN);
  await page.keyboard.press("Enter");
  await tabTo(card(page).getByRole("button", { name: "Use this server" }));
  await page.keyboard.press("Enter");
  await expect(sign(page)).toBeVisible({ timeout: 45_000 });
});

for (const [status, body, says] of [
  [401, { error: "Invalid username or password." }, "does not accept the access token"],
  [402, { error: "You have exceeded your monthly included credits" }, "the account's credits are used up"],
  [404, { error: "Not Found" }, "has no such model"],
  [400, { error: "Model not supported by provider hf-inference" }, "has no such model"],
  [413, { error: "Payload Too Large" }, "did not take the sound (it answered 413)"],
] as const) {
  test(`${status}: ${says}; what is on screen stays`, async () => {
    router.setFault(() => ({ status, body }));
    await askProvider(page, router.url);
    await agree(page, router.host);
    await enterToken(page, TOKEN);
    await use(page);
    await expect(page.getByRole("alert").filter({ hasText: says }).first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^Ready\. It runs in this page/)).toBeVisible();
    await expect(sign(page)).toHaveCount(0);
  });
}

test("an address where nobody is, and a model that nobody serves, are said to be so", async () => {
  await askEndpoint(page, "http://elsewhere.example/x");
  await expect(card(page).getByRole("alert")).toContainText("That is no address of a server.");
  await section(page).getByRole("radio", { name: "Inference Providers" }).check();
  await page.getByLabel("Model on the server").fill("owner/nobody");
  await section(page).getByRole("button", { name: "Ask" }).click();
  await expect(card(page).getByRole("alert")).toContainText("does not exist on this Hub");
  await expectSound("failed", "section[aria-label=Server]");
});

test("while the server fails, Live loses windows and says so, keeps what it heard, and goes on by itself", async () => {
  await askProvider(page, router.url);
  await agree(page, router.host);
  await enterToken(page, TOKEN);
  await use(page);
  await expect(sign(page)).toBeVisible({ timeout: 45_000 });
  await page.getByRole("tab", { name: "Live" }).click();
  await page.getByRole("button", { name: "Start listening" }).click();
  const runs = async () => Number(await page.locator(".live").getAttribute("data-windows-run"));
  await expect.poll(runs, { timeout: 30_000 }).toBeGreaterThan(1);
  router.setFault(() => ({ status: 429, body: { error: "Rate limit reached" }, headers: { "Retry-After": "3" } }));
  await expect(sign(page)).toContainText("asks for a pause", { timeout: 30_000 });
  await expectSound("live-waiting", ".server-sign");
  router.setFault(null);
  const before = await runs();
  await expect.poll(runs, { timeout: 60_000 }).toBeGreaterThan(before + 1);
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeVisible();
  await expect(sign(page)).toContainText("Whoever runs that server can hear it.");
  await expect(page.locator(".running-facts")).toContainText("dropped: the server is slower than the sound");
});

async function tabTo(target: ReturnType<Page["getByRole"]>): Promise<void> {
  for (let presses = 0; presses < 25; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

/** @param part what is new in this state; null: the whole page. */
async function expectSound(state: string, part: string | null): Promise<void> {
  for (const { width, theme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    const axe = new AxeBuilder({ page });
    if (part !== null) axe.include(part);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target}`));
    expect.soft(found, `${state}, ${width} px, ${theme}`).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${state}-${width}-${theme}.png` });
  }
  await page.setViewportSize({ width: NARROWEST_PX, height: 740 });
  const { wide, room } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { wide: scrollWidth, room: clientWidth };
  });
  expect.soft(wide, `${state}: width of the page`).toBeLessThanOrEqual(room);
}
