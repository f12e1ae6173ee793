/** A microphone that is refused, forbidden, missing, busy or pulled out: each with its sentence, and Start works afterwards. */
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { launchBrowser, serveApp } from "./support/app.ts";
import { bars, shownScores } from "./support/results.ts";

let app: Awaited<ReturnType<typeof serveApp>>;
/** One browser asks for permission (and headless refuses), the other grants it. A profile each. */
let browsers: [Browser, Browser];
let asking: BrowserContext;
let granting: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browsers = [await launchBrowser({ grantMicrophone: false }), await launchBrowser()];
  [asking, granting] = [await browsers[0].newContext(), await browsers[1].newContext()];
});
test.afterEach(async () => {
  await asking.clearPermissions();
  await page.close();
});
test.afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await app.close();
});

async function open(context: BrowserContext, prepare: (page: Page) => Promise<unknown>): Promise<void> {
  page = await context.newPage();
  await prepare(page);
  await page.goto(app.url);
  await expect(page.getByText(/^Ready\. \d+ labels/)).toBeVisible({ timeout: 30_000 });
}

const start = () => page.getByRole("button", { name: "Start listening" }).click();

async function expectListening(): Promise<void> {
  await expect(page.getByRole("button", { name: "Stop listening" })).toBeVisible();
  await expect(bars(page).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(await shownScores(page)).toHaveLength(5);
}

/** Wraps getUserMedia: `window.fault` names the error it gives; `window.tracks` keeps what it gave. */
const wrapGetUserMedia = (firstFault: string | null) => (into: Page) =>
  into.addInitScript((fault) => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const state = { fault, tracks: [] as MediaStreamTrack[] };
    Object.assign(window, { microphone: state });
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      if (state.fault) throw new DOMException("as the test wants it", state.fault);
      const stream = await real(constraints);
      state.tracks.push(...stream.getAudioTracks());
      return stream;
    };
  }, firstFault);

test("denied: said, and Start works once it is allowed", async () => {
  await open(asking, async () => {});
  await start();
  await expect(page.getByRole("alert")).toContainText("The browser was not allowed to use the microphone.");
  await asking.grantPermissions(["microphone"], { origin: new URL(app.url).origin });
  await page.getByRole("button", { name: "Try again" }).click();
  await expectListening();
});

test("denied: sounds to try work without it", async () => {
  await open(asking, async () => {});
  await start();
  await expect(page.getByRole("alert")).toContainText("not allowed");
  await page
    .getByRole("button", { name: /^Try .*(clock|rain|flute)/i })
    .first()
    .click();
  await expectListening();
});

test("blocked by policy: the page says that it is forbidden here, not that the person refused", async () => {
  await open(granting, (into) =>
    into.route(app.url, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "permissions-policy": "microphone=()" };
      await route.fulfill({ response, headers });
    }),
  );
  await start();
  await expect(page.getByRole("alert")).toContainText("in a way that forbids the microphone.");
});

for (const { fault, says } of [
  { fault: "NotFoundError", says: "No microphone was found." },
  { fault: "NotReadableError", says: "The microphone is busy or its driver refused." },
  { fault: "InvalidStateError", says: "The microphone could not be opened." },
]) {
  test(`${fault}: said, and Start works when it is over`, async () => {
    await open(granting, wrapGetUserMedia(fault));
    await start();
    await expect(page.getByRole("alert")).toContainText(says);
    await page.evaluate(() => Object.assign((window as never as Wrapped).microphone, { fault: null }));
    await start();
    await expectListening();
  });
}

test("unplugged while listening: said, and Start works when it is back", async () => {
  await open(granting, wrapGetUserMedia(null));
  await start();
  await expectListening();
  await page.evaluate(() => {
    const [track] = (window as never as Wrapped).microphone.tracks;
    track?.stop(); // No sound comes from now on, and the browser then tells it as for a pulled plug:
    track?.dispatchEvent(new Event("ended"));
  });
  await expect(page.getByRole("alert")).toContainText("The microphone went away while listening.");
  await expect(page.getByRole("alert")).toContainText("then press Start listening again.");
  // What was heard last stays on screen.
  expect(await shownScores(page)).toHaveLength(5);
  await start();
  await expectListening();
});

test("switched twice while the old sound is still closing, one source stays", async () => {
  await open(granting, (into) =>
    into.addInitScript(() => {
      const contexts = new Set<AudioContext>();
      Object.assign(window, { contexts });
      const { close } = AudioContext.prototype;
      const { createBuffer } = BaseAudioContext.prototype;
      BaseAudioContext.prototype.createBuffer = function (...sizes) {
        contexts.add(this as AudioContext);
        return createBuffer.apply(this, sizes);
      };
      AudioContext.prototype.close = async function () {
        await new Promise((resolve) => setTimeout(resolve, 500)); // A slow driver.
        return close.call(this);
      };
    }),
  );
  const sounds = page.getByRole("list", { name: "Sounds to try" }).getByRole("button");
  await sounds.nth(0).click();
  await expectListening();
  await sounds.nth(1).click();
  await sounds.nth(2).click();
  await expectListening();
  const states = () =>
    page.evaluate(() => [...(window as never as { contexts: Set<AudioContext> }).contexts].map(({ state }) => state));
  await expect.poll(async () => (await states()).filter((state) => state === "running").length).toBe(1);
  await page.getByRole("button", { name: "Stop listening" }).click();
  await expect.poll(async () => (await states()).filter((state) => state !== "closed").length).toBe(0);
});

interface Wrapped {
  readonly microphone: { fault: string | null; readonly tracks: MediaStreamTrack[] };
}
