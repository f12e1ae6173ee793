/** A model on a server: asked for, agreed to, used on every screen with the scores that it has in the page, and left. */
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, openReady, serveApp } from "./support/app.ts";
import { record } from "./support/recorder.ts";
import { inTurn, wavFile } from "./support/recordings.ts";
import {
  agree,
  askProvider,
  card,
  enterToken,
  everythingKept,
  section,
  sign,
  startServedModel,
  TOKEN,
  use,
  useProvider,
} from "./support/remote.ts";
import { chooseFiles, fileRow, openFile, shownScores } from "./support/results.ts";
import { keepSettings } from "./support/settings.ts";
import { readSound } from "./support/stand-in-router.ts";

const LONGEST_DIFFERENCE = 1e-4;

let router: Awaited<ReturnType<typeof startServedModel>>;
let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let said: string[];

test.beforeAll(async () => {
  router = await startServedModel();
  // The Hub that the app asks is the stand-in too: its policy lets the page speak to it.
  app = await serveApp(router.url);
  browser = await launchBrowser();
});

test.beforeEach(async () => {
  test.setTimeout(120_000);
  router.forget();
  router.setFault(null);
  context = await browser.newContext({ acceptDownloads: true });
  page = await context.newPage();
  page.setDefaultTimeout(45_000);
  said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.addInitScript(keepSettings, { topK: 10, activation: "none" as const });
});

test.afterEach(() => context.close());

test.afterAll(async () => {
  await browser.close();
  await app.close();
  await router.close();
});

const models = () => openReady(page, app.url, "models");
const go = (screen: string) => page.getByRole("tab", { name: screen }).click();

test("nothing is sent before the yes, and nothing but synthetic sound before there is any", async () => {
  await models();
  await askProvider(page, router.url);
  await expect(card(page)).toContainText("22 labels");
  await expect(card(page)).toContainText(`Sound will be sent to ${router.host}`);
  await expect(card(page)).toContainText("be passed on to hf-inference");
  await expect(sign(page)).toHaveCount(0);
  await expect(page.getByText("The sound never leaves this machine.")).toBeVisible();
  expect(router.taken).toEqual([]);
  await card(page).getByRole("button", { name: "No, keep it here" }).click();
  await expect(card(page)).toHaveCount(0);
});

test("scores are those of the model in the page, for every function, without asking again", async () => {
  const sound = inTurn(["dog-bark", 0.4, "ticking-clock", "flute"]);
  const quiet = sound.map((sample) => sample / 300);
  await openReady(page, app.url, "files");
  await chooseFiles(page, [wavFile("sound.wav", [sound]), wavFile("quiet.wav", [quiet])]);
  const here = [await openFile(page, "sound.wav"), await openFile(page, "quiet.wav")];

  await go("Models");
  await useProvider(page, router);
  await go("Files");
  const there = [await heardByServer("sound.wav"), await heardByServer("quiet.wav")];
  for (const [index, scores] of there.entries()) {
    expect(scores.map(({ label }) => label)).toEqual(here[index]?.map(({ label }) => label));
    const off = scores.map(({ score }, row) => Math.abs(score - (here[index]?.[row]?.score ?? Number.NaN)));
    test.info().annotations.push({ type: "figure", description: `largest difference ${Math.max(...off)}` });
    // What is shown is a logit here.
    expect(Math.max(...off)).toBeLessThanOrEqual(LONGEST_DIFFERENCE);
  }
  const asked = router.taken.length;
  expect(asked).toBeGreaterThan(10); // It was really asked, window by window.
  expect(router.mostAtOnce()).toBeLessThanOrEqual(4);
  expect(router.taken.every((one) => readSound(one).parameters.function_to_apply !== "softmax")).toBe(true);
  await page.getByRole("combobox", { name: "Function" }).selectOption("sigmoid");
  await expect.poll(async () => (await shownScores(page)).every(({ score }) => score >= 0 && score <= 1)).toBe(true);
  expect(router.taken).toHaveLength(asked);
});

/** The file's row says of which model its scores are only by being run again. */
async function heardByServer(name: string) {
  await expect(fileRow(page, name)).toHaveAttribute("data-phase", "done", { timeout: 30_000 });
  return openFile(page, name);
}

test("the sign is on every screen, and spoken; going back is one press, and nothing more is sent", async () => {
  await models();
  await useProvider(page, router);
  await expect(page.getByRole("status").first()).toContainText(`it is sent to ${router.host}`);
  for (const screen of ["Live", "Files", "Models"]) {
    await go(screen);
    await expect(sign(page)).toContainText("Sound leaves this machine.");
    await expect(page.getByText(`Sound is sent to ${router.host}, as you chose.`)).toBeVisible();
    await expect(page.getByText("The sound never leaves this machine.")).toHaveCount(0);
  }
  await go("Live");
  await page.getByRole("button", { name: "Start listening" }).click();
  await expect.poll(() => router.taken.length, { timeout: 45_000 }).toBeGreaterThan(5);
  await expect(page.locator(".running-facts")).toContainText(`${router.host}, a server`);
  await sign(page).getByRole("button", { name: "Back to this machine" }).click();
  await expect(sign(page)).toHaveCount(0);
  const sent = router.taken.length;
  await expect(page.getByText("The sound never leaves this machine.")).toBeVisible();
  await expect(page.locator(".running-facts")).toContainText("in this browser", { timeout: 45_000 });
  const runs = async () => Number(await page.locator(".live").getAttribute("data-windows-run"));
  const before = await runs();
  await expect.poll(runs, { timeout: 45_000 }).toBeGreaterThan(before + 5);
  // One may have been on its way.
  expect(router.taken.length).toBeLessThanOrEqual(sent + 1);
});

test("the token is nowhere: not kept, not said, in no address, in no export", async () => {
  await models();
  await useProvider(page, router);
  await go("Files");
  await chooseFiles(page, wavFile("sound.wav", [inTurn(["dog-bark", 1])]));
  await openFile(page, "sound.wav");
  const exported: string[] = [];
  for (const format of ["CSV", "JSON", "Audacity", "Raven", "WebVTT"]) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `Export ${format}`, exact: true }).click(),
    ]);
    exported.push(readFileSync(await download.path(), "utf8"));
  }
  expect(exported.join("\n")).toContain(router.id); // Whose scores these are is said.
  router.setFault(({ headers }) => ({ status: 403, body: { error: `bad token ${headers.authorization}` } }));
  await chooseFiles(page, wavFile("refused.wav", [inTurn(["flute"])]));
  await expect(fileRow(page, "refused.wav")).toContainText("does not accept the access token", { timeout: 45_000 });

  const kept = await everythingKept(page);
  expect(kept).toContain(router.url);
  for (const text of [kept, exported.join("\n"), said.join("\n"), await page.content()])
    expect(text).not.toContain(TOKEN);
  const { requests } = record(context);
  expect(requests.map((request) => request.url()).join("\n")).not.toContain(TOKEN);
  const withToken = await Promise.all(
    requests.map(async (request) => ({ url: request.url(), token: (await request.allHeaders()).authorization })),
  );
  const given = withToken.filter(({ token }) => token?.includes(TOKEN));
  expect(new Set(given.map(({ url }) => url))).toEqual(new Set([router.id.slice("server:".length)]));
});

test("asked to keep the token, it is kept, and forgotten when that is asked", async () => {
  await models();
  await askProvider(page, router.url);
  await agree(page, router.host);
  await card(page)
    .getByRole("checkbox", { name: /Keep on this device/ })
    .check();
  await page.getByLabel(/^Access token for /).fill(TOKEN);
  await card(page).getByRole("button", { name: "Set token" }).click();
  await expect(card(page).getByText("A token is kept on this device.")).toBeVisible();
  expect(await everythingKept(page)).toContain(TOKEN);
  await use(page);
  await expect(sign(page)).toBeVisible({ timeout: 45_000 });
  await page.reload();
  await expect(sign(page)).toBeVisible({ timeout: 45_000 });
  await card(page).getByRole("button", { name: "Forget it" }).click();
  expect(await everythingKept(page)).not.toContain(TOKEN);
});

test("at the next visit the yes is remembered, the token is not, and withdrawing takes the yes back", async () => {
  await models();
  await useProvider(page, router);
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "wants an access token" }).first()).toBeVisible({
    timeout: 45_000,
  });
  await expect(card(page).getByRole("heading", { name: /^Sound will be sent/ })).toHaveCount(0);
  await enterToken(page, TOKEN);
  await use(page);
  await expect(sign(page)).toBeVisible({ timeout: 45_000 });
  await section(page).getByText("Agreed to").click();
  await section(page)
    .getByRole("button", { name: /^Withdraw / })
    .click();
  await expect(sign(page)).toHaveCount(0);
  await page.getByText(/^Ready\. It runs in this page/).waitFor({ timeout: 45_000 });
  await expect(card(page).getByRole("heading", { name: /^Sound will be sent/ })).toBeVisible();
});

test("a link cannot make a page send sound", async () => {
  await page.goto(`${app.url}#/live?model=${encodeURIComponent(router.id)}`);
  await expect(page.getByRole("alert").first()).toContainText("nobody has agreed to that here", { timeout: 45_000 });
  await expect(sign(page)).toHaveCount(0);
  expect(router.taken).toEqual([]);
});
