/** Hosts of other kinds: on a path of their own, without a header of ours, without the largest file; with a policy of theirs. */
import { readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { HUB_CHOICE_HEADER, securityHeaders } from "../scripts/headers.mjs";
import { serve } from "../scripts/serve.mjs";
import { committedFixture } from "./fixtures/make-fixtures.mjs";
import { launchBrowser, openReady } from "./support/app.ts";
import { copyApp, waitKept } from "./support/offline.ts";
import { allowOrigin } from "./support/recorder.ts";
import { chooseFiles, openFile } from "./support/results.ts";
import { rememberTwoThreads } from "./support/threads.ts";

// Taking a trace runs scripts in the page, and to the browser each of those is a touch of the person.
test.use({ trace: "off" });

const PATH = "/some/place/";

let browser: Browser;
let context: BrowserContext;
let folder: string;
let app: Awaited<ReturnType<typeof serve>>;

test.beforeAll(async () => {
  browser = await launchBrowser();
  folder = copyApp("hosting");
  const assets = `${folder}/assets`;
  const large = readdirSync(assets).filter((name) => statSync(`${assets}/${name}`).size > 25 * 2 ** 20);
  expect(large).toEqual([expect.stringMatching(/asyncify.*\.wasm$/)]);
  for (const name of large) rmSync(`${assets}/${name}`);
});
test.beforeEach(async () => {
  context = await browser.newContext({ serviceWorkers: "allow" });
});
test.afterEach(async () => {
  await context.close();
  await app.close();
});
test.afterAll(() => browser.close());

const isolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

function countLoads(page: Page): { loads: number } {
  const counted = { loads: 0 };
  page.on("load", () => counted.loads++);
  return counted;
}

test("without headers and on a sub-path: one reload at the first visit, then threads, a strict policy, and offline", async () => {
  app = await serve({ folder, path: PATH, headers: {} });
  await rememberTwoThreads(context);
  const page = await context.newPage();
  const counted = countLoads(page);
  const answer = await page.goto(app.url);
  expect(answer?.headers()["cross-origin-opener-policy"]).toBeUndefined();
  await expect.poll(() => counted.loads).toBe(2);
  await openReady(page, app.url, "models");
  expect(await isolated(page)).toBe(true);
  await expect(page.getByText("Ready. It runs in this page on WASM, 2 threads.")).toBeVisible();
  await waitKept(page, ["shell", "runtime"], folder);
  await page.waitForTimeout(1000);
  expect(counted.loads).toBe(2);

  const policy = (await page.reload())?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self' https://huggingface.co");
  expect(counted.loads).toBe(3);

  const second = await context.newPage();
  const again = countLoads(second);
  await app.close();
  await context.setOffline(true);
  await openReady(second, app.url, "files");
  expect(await isolated(second)).toBe(true);
  await chooseFiles(second, [committedFixture("ticking.mp3")]);
  expect(await openFile(second, "ticking.mp3")).toHaveLength(5);
  expect(again.loads).toBe(1);
});

test("a page that somebody has begun to use is not loaded again; the next visit has threads", async () => {
  app = await serve({ folder, path: PATH, headers: {} });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = async function (...given) {
      await new Promise((resolve) => addEventListener("pointerdown", resolve, { once: true }));
      return register.apply(this, given);
    };
  });
  const counted = countLoads(page);
  await openReady(page, app.url, "live");
  await page.getByRole("tab", { name: "Models" }).click();
  await waitKept(page, ["shell", "runtime"], folder);
  await page.waitForTimeout(1000);
  expect(counted.loads).toBe(1);
  expect(await isolated(page)).toBe(false);
  await expect(page.getByText("Ready. It runs in this page on WASM, 1 thread.")).toBeVisible();
  await page.close();
  const next = await context.newPage();
  const later = countLoads(next);
  await openReady(next, app.url, "live");
  expect(await isolated(next)).toBe(true);
  expect(later.loads).toBe(1);
});

test("where the service worker cannot be had, one thread does the work and nothing loads again", async () => {
  app = await serve({ folder, path: PATH, headers: {} });
  const page = await context.newPage();
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("blocked", "SecurityError"));
  });
  const counted = countLoads(page);
  const uncaught: Error[] = [];
  page.on("pageerror", (error) => uncaught.push(error));
  await openReady(page, app.url, "models");
  await page.waitForTimeout(1000);
  await expect(page.getByText("Ready. It runs in this page on WASM, 1 thread.")).toBeVisible();
  expect(counted.loads).toBe(1);
  expect(uncaught).toEqual([]);
});

/** A Hub of one's own, which says yes to anything. */
async function startHub(): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) =>
    response
      .writeHead(200, { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" })
      .end("hub"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  allowOrigin(url);
  return { url, close: () => server.close() };
}

const asks = (page: Page, url: string) =>
  page.evaluate(
    (address) =>
      fetch(address).then(
        () => "answered",
        () => "refused",
      ),
    url,
  );

const hubInPage = (page: Page) => page.locator('meta[name="earshot-hub"]').getAttribute("content");

for (const { host, headers, outcome } of [
  { host: "a host without headers", headers: {}, outcome: "answered" },
  { host: "a host with the app's own headers", headers: securityHeaders({}), outcome: "answered" },
  {
    host: "a host whose policy is its own",
    headers: (() => {
      const { [HUB_CHOICE_HEADER]: _, ...rest } = securityHeaders({});
      return rest;
    })(),
    outcome: "refused",
  },
]) {
  test(`a Hub that the person chose, on ${host}: ${outcome}`, async () => {
    const hub = await startHub();
    app = await serve({ folder, path: PATH, headers });
    const page = await context.newPage();
    await page.goto(app.url);
    await waitKept(page, ["shell"], folder);
    await page.evaluate(
      async ([scope, url]) => {
        const cache = await caches.open(`earshot-choice-1:${new URL(scope).pathname}`);
        await cache.put(new URL("chosen-hub", scope), new Response(url));
      },
      [app.url, hub.url] as const,
    );
    await page.reload();
    expect(await hubInPage(page)).toBe(hub.url);
    expect(await asks(page, hub.url)).toBe(outcome);
    expect(await asks(page, "https://huggingface.co/")).toBe("refused");
    hub.close();
  });
}
