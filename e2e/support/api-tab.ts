/** A tab of the app that answers the Hub's API, and a folder of the app that also holds a page of somebody else's. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { tone } from "../fixtures/make-fixtures.mjs";
import { wavBytes } from "../fixtures/wav.mjs";
import { waitControlled } from "./api-call.ts";
import { openReady } from "./app.ts";
import { addOfficialClient } from "./official-client.ts";
import { copyApp } from "./offline.ts";
import { allowOrigin } from "./recorder.ts";

/** Three seconds. */
export const SOUND = wavBytes([tone(440, 16_000, 3)], 16_000);
export const MODEL = "models/everyday-sounds";
/** Another page of the app's origin. */
export const CALLER = "caller.html";

export async function makeApiFolder(name: string): Promise<string> {
  const folder = copyApp(name);
  await addOfficialClient(folder);
  writeFileSync(path.join(folder, CALLER), "<!doctype html><title>Another page of this origin</title>");
  return folder;
}

/** A first visit; later ones are answered in the same way. */
export async function openTab(browser: Browser, folder: string, { hub = "", where = "/" } = {}) {
  const app = await serve({ folder, path: where, ...(hub ? { hub } : {}) });
  allowOrigin(app.url);
  if (hub) allowOrigin(hub);
  const context = await browser.newContext({ serviceWorkers: "allow" });
  const page = await context.newPage();
  await openReady(page, app.url, "live");
  await waitControlled(page);
  const close = async () => {
    await context.close();
    await app.close();
  };
  return { app, context, page, close };
}
