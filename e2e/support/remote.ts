/** A stand-in router whose model is a real one: what comes to it is answered by the built server's own API. And the way through the screen. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { startApiServer } from "./api-server.ts";
import { allowOrigin } from "./recorder.ts";
import { type RouterOptions, startStandInRouter } from "./stand-in-router.ts";

/** Known to the stand-in only: a leak is told by it. */
export const TOKEN = "hf_onlyForTheseTests0123456789";
export const MODEL = "owner/everyday";
const EMBEDDED = "everyday-sounds";

/** The model that ships inside the app, as a provider serves it under another name. */
export async function startServedModel(options: Partial<RouterOptions> = {}) {
  const api = await startApiServer();
  const json = (file: string): unknown =>
    JSON.parse(readFileSync(path.resolve("public/models", EMBEDDED, file), "utf8"));
  const mapping = [{ provider: "hf-inference", providerId: MODEL, status: "live", task: "audio-classification" }];
  const model = { config: json("config.json"), preprocessor: json("preprocessor_config.json"), mapping };
  const router = await startStandInRouter({
    models: { [MODEL]: model },
    token: TOKEN,
    hear: async ({ headers, body }) => {
      const type = headers["content-type"] ?? "application/octet-stream";
      const response = await fetch(`${api.url}models/${EMBEDDED}`, {
        method: "POST",
        headers: { "Content-Type": type },
        body: new Uint8Array(body),
      });
      expect(response.status, "the model behind the stand-in").toBe(200);
      return response.json();
    },
    ...options,
  });
  allowOrigin(router.url);
  return {
    ...router,
    id: `server:${router.url}/hf-inference/models/${MODEL}`,
    host: new URL(router.url).host,
    async close() {
      await router.close();
      await api.close();
    },
  };
}

export const section = (page: Page): Locator => page.getByRole("region", { name: "On a server" });
export const card = (page: Page): Locator => page.getByRole("region", { name: "Server", exact: true });
/** Says on every screen that sound leaves the machine. */
export const sign = (page: Page): Locator => page.getByRole("region", { name: "Sound leaves this machine" });

/** Asks who serves the model; the question whether sound may be sent is on the screen after it. */
export async function askProvider(page: Page, router: string): Promise<void> {
  await section(page).locator("summary", { hasText: "Router" }).click();
  await page.getByLabel("Address of the router").fill(router);
  await page.getByLabel("Model on the server").fill(MODEL);
  await section(page).getByRole("button", { name: "Ask" }).click();
}

export async function askEndpoint(page: Page, address: string): Promise<void> {
  await section(page).getByRole("radio", { name: "Another address" }).check();
  await page.getByLabel("Address of the endpoint").fill(address);
  await section(page).getByRole("button", { name: "Ask" }).click();
}

export async function agree(page: Page, host: string): Promise<void> {
  await card(page)
    .getByRole("button", { name: `Agree: send sound to ${host}` })
    .click();
}

export async function enterToken(page: Page, token: string): Promise<void> {
  await page.getByLabel(/^Access token for /).fill(token);
  await card(page).getByRole("button", { name: "Set token" }).click();
  await expect(card(page).getByText("A token is in use until the page closes.")).toBeVisible();
}

export async function use(page: Page): Promise<void> {
  await card(page).getByRole("button", { name: "Use this server" }).click();
}

/** From the Models screen of a page that has no server yet, all the way. */
export async function useProvider(page: Page, router: { readonly url: string; readonly host: string }): Promise<void> {
  await askProvider(page, router.url);
  await agree(page, router.host);
  await enterToken(page, TOKEN);
  await use(page);
  await expect(sign(page)).toContainText(router.host, { timeout: 30_000 });
}

/** Everything that a page of this origin could find again, as one text. Caches, IndexedDB and files with what is in them. */
export function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: string[] = [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
      location.href,
    ];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        found.push(request.url);
        const response = await cache.match(request);
        const size = Number(response?.headers.get("content-length") ?? 0);
        if (response && size < 2e6) found.push(await response.text());
      }
    }
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, part: unknown) => (ArrayBuffer.isView(part) ? `${part.constructor.name}` : part)) ?? "";
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error);
        });
        found.push(name, store, ...rows.map(text));
      }
      database.close();
    }
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        found.push(name);
        if (handle instanceof FileSystemDirectoryHandle) await walk(handle);
        else if (handle instanceof FileSystemFileHandle) found.push(await (await handle.getFile()).text());
      }
    };
    await walk(await navigator.storage.getDirectory());
    return found.join("\n");
  });
}
