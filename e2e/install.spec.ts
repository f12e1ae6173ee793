/** The app as the system sees it: installable by Chromium's own check, opening files, taking what is shared, its shortcuts. */
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type BrowserContext, type CDPSession, chromium, expect, type Page, test } from "@playwright/test";
import { committedFixture, makeFixtures } from "./fixtures/make-fixtures.mjs";
import { openReady, serveApp } from "./support/app.ts";
import { waitKept } from "./support/offline.ts";
import { allowOrigin } from "./support/recorder.ts";
import { fileRow, openFile } from "./support/results.ts";

const SOUNDS = makeFixtures(".cache/e2e/install-sounds");
const PROFILE = ".cache/e2e/install-profile";

let app: Awaited<ReturnType<typeof serveApp>>;
let context: BrowserContext;
let page: Page;
let cdp: CDPSession;

// A profile on disk: nothing can be installed from a private window.
test.beforeAll(async () => {
  rmSync(PROFILE, { recursive: true, force: true });
  mkdirSync(PROFILE, { recursive: true });
  app = await serveApp();
  const executablePath = process.env.EARSHOT_CHROMIUM;
  context = await chromium.launchPersistentContext(PROFILE, {
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-background-networking"],
    // An installed app leaves menu entries in the home folder.
    env: { ...process.env, HOME: path.resolve(PROFILE) },
    serviceWorkers: "allow",
  });
});
test.beforeEach(async () => {
  page = await context.newPage();
  cdp = await context.newCDPSession(page);
});
test.afterEach(() => page.close());
test.afterAll(async () => {
  await context.close();
  await app.close();
});

test("Chromium finds nothing that stands against installing it", async () => {
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell"]);
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  const { appId } = await cdp.send("Page.getAppId");
  expect(appId).toBe(app.url);
});

test("the manifest is read without a complaint; pictures are there in the sizes it states", async () => {
  await page.goto(app.url);
  const { errors, manifest, url } = await cdp.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(url).toBe(`${app.url}manifest.webmanifest`);
  expect(manifest).toMatchObject({
    startUrl: app.url,
    scope: app.url,
    launchHandler: { clientMode: "kFocusExisting" },
    shareTarget: { action: `${app.url}share-target`, method: "kPost" },
    shortcuts: ["live", "files", "models"].map((screen) => ({ url: `${app.url}#/${screen}` })),
  });
  const pictures = await page.evaluate(async () => {
    const json = await (await fetch("./manifest.webmanifest")).json();
    const shortcuts = json.shortcuts.flatMap((shortcut: { icons: unknown[] }) => shortcut.icons);
    const all: { src: string; sizes: string }[] = [...json.icons, ...json.screenshots, ...shortcuts];
    const real = async ({ src, sizes }: { src: string; sizes: string }) => {
      const picture = await createImageBitmap(await (await fetch(src)).blob());
      return [src, sizes, `${picture.width}x${picture.height}`];
    };
    return Promise.all(all.map(real));
  });
  expect(pictures.length).toBeGreaterThan(8);
  for (const [src, stated, actual] of pictures) expect(actual, src).toBe(stated);
});

/** What the system shares, sent as it sends it: a form posted to the app, with nobody's page in between. */
async function share(files: readonly string[]): Promise<void> {
  const form = `<form method="post" enctype="multipart/form-data" action="${app.url}share-target">
    <input type="file" name="files" multiple><button>Share</button></form>`;
  const sender = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(form));
  await new Promise<void>((resolve) => sender.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(sender.address() as AddressInfo).port}/`;
  allowOrigin(address);
  await page.goto(address);
  await page.locator("input").setInputFiles([...files]);
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForURL(/#\/files/);
  sender.closeAllConnections();
  sender.close();
}

test("shared files arrive in the queue, once; what is no sound gets its sentence", async () => {
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell", "runtime"]);
  await share([committedFixture("ticking.mp3"), SOUNDS["8k-mono.wav"] ?? "", SOUNDS["text-renamed.wav"] ?? ""]);
  expect(page.url()).toBe(`${app.url}#/files`);
  expect(await openFile(page, "ticking.mp3")).toHaveLength(5);
  expect(await openFile(page, "8k-mono.wav")).toHaveLength(5);
  await expect(fileRow(page, "text-renamed.wav")).toHaveAttribute("data-phase", "failed");
  await expect(page.getByText("This file holds no sound that can be read.").first()).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // Given out once: the next visit finds the results, not the files again.
  const left = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("earshot-inbox"));
    return (await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))).flat().length;
  });
  expect(left).toBe(0);
});

test("a name with letters of any language comes through", async () => {
  await page.goto(app.url);
  await waitKept(page, ["shell"]);
  const answer = await page.evaluate(async (address) => {
    const form = new FormData();
    form.append("files", new File([new Uint8Array(2000)], "Grünfink – 鳥.wav", { type: "audio/wav" }));
    const response = await fetch(address, { method: "POST", body: form, redirect: "manual" });
    return response.type;
  }, `${app.url}share-target`);
  expect(answer).toBe("opaqueredirect");
  await page.reload();
  await expect(fileRow(page, "Grünfink – 鳥.wav")).toBeVisible();
  expect(new URL(page.url()).hash).toBe("#/files");
});

test("a share that was cut off on the way is told", async () => {
  await page.goto(app.url);
  await waitKept(page, ["shell"]);
  const landed = await page.evaluate(async (address) => {
    const headers = { "Content-Type": "multipart/form-data; boundary=x" };
    return (await fetch(address, { method: "POST", body: "--x\r\nnothing", headers })).url;
  }, `${app.url}share-target`);
  await page.goto("about:blank");
  await page.goto(landed);
  await expect(page.getByText("“What was shared” could not be read").first()).toBeVisible();
  await expect.poll(() => new URL(page.url()).search).toBe("");
});

test("installed, it opens files from the system; more of them join the queue of the same window", async () => {
  await openReady(page, app.url, "live");
  await waitKept(page, ["shell"]);
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error("no browser to install into");
  const manifestId = app.url;
  await cdp.send("PWA.install", { manifestId });
  try {
    const { fileHandlers } = await session.send("PWA.getOsAppState", { manifestId });
    expect(fileHandlers).toMatchObject([{ action: `${app.url}#/files` }]);
    const endings = fileHandlers[0]?.accepts.flatMap(({ fileExtensions }) => fileExtensions);
    expect(endings).toEqual(expect.arrayContaining([".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus", ".mp4", ".mkv"]));

    await page.close();
    const launch = (file: string) => session.send("PWA.launchFilesInApp", { manifestId, files: [path.resolve(file)] });
    // Of a name of its own: the profile keeps the results of the tests before.
    const own = path.resolve(PROFILE, "from-the-system.mp3");
    copyFileSync(committedFixture("ticking.mp3"), own);
    await launch(own);
    const opened = () => context.pages().find((other) => other.url() === `${app.url}#/files`);
    await expect.poll(opened, { timeout: 20_000 }).toBeDefined();
    const window = opened();
    if (!window) throw new Error("its window has gone");
    expect(await openFile(window, "from-the-system.mp3")).toHaveLength(5);
    await window.getByRole("tab", { name: "Models" }).click();
    const windows = context.pages().length;
    await launch(SOUNDS["stereo-48k.wav"] ?? "");
    expect(await openFile(window, "stereo-48k.wav")).toHaveLength(5);
    await expect(fileRow(window, "from-the-system.mp3")).toHaveAttribute("data-phase", "done");
    expect(new URL(window.url()).hash).toBe("#/files");
    expect(context.pages()).toHaveLength(windows);
  } finally {
    await session.send("PWA.uninstall", { manifestId });
  }
});

test("a file that is gone before it is read is named; a shortcut changes the screen of the open app", async () => {
  // Real handles, handed over as the browser hands them; only the system's menu is missing.
  await page.addInitScript(() => {
    const queue = { setConsumer: (consumer: unknown) => Object.assign(window, { launch: consumer }) };
    Object.defineProperty(window, "launchQueue", { value: queue });
  });
  await openReady(page, app.url, "live");
  const wav = readFileSync(SOUNDS["stereo-48k.wav"] ?? "").toString("base64");
  await page.evaluate(async (base64) => {
    const folder = await navigator.storage.getDirectory();
    const opened = await folder.getFileHandle("opened.wav", { create: true });
    const writer = await opened.createWritable();
    await writer.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
    await writer.close();
    const gone = await folder.getFileHandle("gone.wav", { create: true });
    await folder.removeEntry("gone.wav");
    (window as never as { launch: (params: unknown) => void }).launch({
      targetURL: `${location.origin}/#/files`,
      files: [opened, gone],
    });
  }, wav);
  expect(await openFile(page, "opened.wav")).toHaveLength(5);
  expect(new URL(page.url()).hash).toBe("#/files");
  await expect(page.getByText("“gone.wav” could not be read from disk").first()).toBeVisible();
  await page.evaluate(() => {
    const { launch } = window as never as { launch: (params: unknown) => void };
    launch({ targetURL: `${location.origin}/#/models`, files: [] });
  });
  await expect(page.getByRole("tabpanel", { name: "Models" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Models" })).toHaveAttribute("aria-selected", "true");
});
