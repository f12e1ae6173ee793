/** Copies of the built app on hosts of every kind, and what the service worker has kept of it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import type { AppFile, Stage } from "../../src/offline/app-files.ts";

const DIST = process.env.EARSHOT_DIST ?? "dist";

/** A copy that a test may change. */
export function copyApp(name: string): string {
  const folder = path.resolve(".cache/e2e/offline", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  cpSync(DIST, folder, { recursive: true });
  return folder;
}

/** What the build says is kept. */
export function appFiles(folder = DIST): AppFile[] {
  const [line = ""] = readFileSync(path.join(folder, "service-worker.js"), "utf8").split("\n", 1);
  return JSON.parse(line.replace(/^self\.earshotFiles = /, "").replace(/;$/, ""));
}

/**
 * Turns a copy into what a later build would be: other content, hence other names and revisions, and none of the old files
 * that changed. The page says which it is.
 */
export function makeNextVersion(folder: string): void {
  const assets = path.join(folder, "assets");
  const main = readdirSync(assets).find((name) => /^index-.*\.js$/.test(name));
  if (!main) throw new Error(`no main script in ${assets}`);
  const next = main.replace(/^index-/, "index-next-");
  renameSync(path.join(assets, main), path.join(assets, next));
  for (const name of readdirSync(assets)) if (name.endsWith(".js")) rewrite(path.join(assets, name), main, next);
  rewrite(path.join(folder, "index.html"), main, next);
  rewrite(path.join(folder, "index.html"), "<body>", '<body data-version="next">');
  const worker = path.join(folder, "service-worker.js");
  rewrite(worker, main, next);
  const page = appFiles(folder).find(({ url }) => url === "./");
  rewrite(worker, page?.revision ?? "", "0123456789abcdef");
}

function rewrite(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
}

/** Waits until all files of these stages are kept. */
export async function waitKept(page: Page, stages: readonly Stage[], folder = DIST): Promise<void> {
  const wanted = appFiles(folder).filter(({ stage }) => stages.includes(stage));
  expect(wanted.length).toBeGreaterThan(0);
  const missing = async () => {
    const kept = new Set(await keptRevisions(page));
    return wanted.filter(({ revision }) => !kept.has(revision)).map(({ url }) => url);
  };
  await expect.poll(missing, { timeout: 30_000 }).toEqual([]);
}

export async function keptRevisions(page: Page): Promise<string[]> {
  const keys = await page
    .evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith("earshot-app-"));
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => url);
    })
    .catch(() => []); // The page is being loaded again.
  return keys.map((key) => new URL(key).searchParams.get("kept") ?? "");
}

/** Requests of a context that failed; a player that is closed gives up its own `blob:`, which is no request to anybody. */
export function watchFailures(context: BrowserContext): string[] {
  const failures: string[] = [];
  context.on("requestfailed", (request) => {
    if (request.url().startsWith("http")) failures.push(`${request.url()} ${request.failure()?.errorText}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) failures.push(`${response.url()} ${response.status()}`);
  });
  return failures;
}
