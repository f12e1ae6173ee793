/**
 * The app's own files, kept by address and revision. What an update shares with the version before is not fetched again; a
 * file that an interrupted visit has kept stays kept; nothing else of this origin is touched.
 */
import { type AppFile, isHashed, PAGE_URL, type Stage } from "./app-files.ts";
import { appCacheName, isOutdatedAppCache } from "./cache-names.ts";
import { keptResponse } from "./kept-response.ts";

const FETCHED_AT_ONCE = 6;

export class AppCache {
  readonly #scope: string;
  /** By absolute address. */
  readonly #files: ReadonlyMap<string, AppFile>;
  /** By key: a file that is asked for while it comes is not fetched twice. */
  readonly #coming = new Map<string, Promise<void>>();

  constructor(files: readonly AppFile[], scope: string) {
    this.#scope = scope;
    this.#files = new Map(files.map((file) => [new URL(file.url, scope).href, file]));
  }

  /** The file at an address, whatever its query says; null where it is none of the app's. */
  fileAt(address: string): AppFile | null {
    const url = new URL(address);
    url.hash = "";
    url.search = "";
    if (url.href === new URL("index.html", this.#scope).href) url.href = this.#scope;
    return this.#files.get(url.href) ?? null;
  }

  /** Kept, or fetched and kept now. @throws what `fetch` or the storage throws */
  async get(file: AppFile): Promise<Response> {
    const cache = await this.#open();
    const kept = await cache.match(this.#keyOf(file));
    if (kept) return kept;
    await this.#keepOne(cache, file);
    const fresh = await cache.match(this.#keyOf(file));
    if (!fresh) throw new TypeError(`${file.url} was not kept`);
    return fresh;
  }

  /** All files of these stages, the first stage first. @throws where one cannot be had */
  async keep(stages: readonly Stage[]): Promise<void> {
    const cache = await this.#open();
    for (const stage of stages) {
      const waiting = [...this.#files.values()].filter((file) => file.stage === stage);
      const line = async () => {
        for (let file = waiting.pop(); file; file = waiting.pop()) {
          if (!(await cache.match(this.#keyOf(file)))) await this.#keepOne(cache, file);
        }
      };
      await Promise.all(Array.from({ length: FETCHED_AT_ONCE }, line));
    }
  }

  /** Removes what this version does not know. Only when no page of an older one is open. */
  async sweep(): Promise<void> {
    for (const name of await caches.keys()) if (isOutdatedAppCache(name, this.#scope)) await caches.delete(name);
    const cache = await this.#open();
    const ours = new Set([...this.#files.values()].map((file) => this.#keyOf(file)));
    for (const request of await cache.keys()) if (!ours.has(request.url)) await cache.delete(request);
  }

  #keepOne(cache: Cache, file: AppFile): Promise<void> {
    const key = this.#keyOf(file);
    const coming = this.#coming.get(key) ?? this.#fetchInto(cache, file, key);
    this.#coming.set(key, coming);
    return coming.finally(() => this.#coming.delete(key));
  }

  async #fetchInto(cache: Cache, file: AppFile, key: string): Promise<void> {
    // A name without a hash may stand for older content in the browser's own cache.
    const response = await fetch(new URL(file.url, this.#scope), {
      cache: isHashed(file.url) ? "default" : "no-cache",
    });
    const isPage = file.url === PAGE_URL;
    const kept = await keptResponse(response, file.url, isPage);
    if (isPage) this.#checkPage(await kept.clone().text());
    await cache.put(key, kept);
  }

  /** A host may be changing versions right now: a page whose parts are not this version's must not be kept as its page. */
  #checkPage(html: string): void {
    for (const [, url = ""] of html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)) {
      if (!this.fileAt(new URL(url, this.#scope).href)) throw new TypeError(`the page is of another version: ${url}`);
    }
  }

  #keyOf(file: AppFile): string {
    const key = new URL(file.url, this.#scope);
    key.searchParams.set("kept", file.revision);
    return key.href;
  }

  #open(): Promise<Cache> {
    return caches.open(appCacheName(this.#scope));
  }
}
