/**
 * Files that another app shares with the installed one, as `share-target.ts` kept them: each is given out once, whichever
 * tab comes first. Runs in the page.
 */
import { inboxCacheName } from "./cache-names.ts";
import { LOST_NAME, MODIFIED_HEADER, NAME_HEADER } from "./share-format.ts";

export interface HandedFiles {
  readonly files: readonly File[];
  /** Names of those that cannot be had. */
  readonly unreadable: readonly string[];
}

/** Empty where nothing was shared. Never rejects: where storage is blocked, nothing can have been kept. */
export async function takeShared(scope: string): Promise<HandedFiles> {
  const unreadable = takeLostNames();
  const files = "caches" in globalThis ? await takeKept(scope).catch(() => []) : [];
  return { files, unreadable };
}

async function takeKept(scope: string): Promise<File[]> {
  const inbox = await caches.open(inboxCacheName(scope));
  const files: File[] = [];
  for (const request of await inbox.keys()) {
    const kept = await inbox.match(request);
    // Another tab may have taken it meanwhile.
    if (kept && (await inbox.delete(request))) files.push(await fileOf(kept));
  }
  return files;
}

async function fileOf(kept: Response): Promise<File> {
  const { headers } = kept;
  return new File([await kept.blob()], decodeURIComponent(headers.get(NAME_HEADER) ?? "shared"), {
    type: headers.get("Content-Type") ?? "",
    lastModified: Number(headers.get(MODIFIED_HEADER)),
  });
}

/** Said once: a reload must not say it again. */
function takeLostNames(): string[] {
  const url = new URL(location.href);
  const names = url.searchParams.getAll(LOST_NAME);
  if (names.length > 0) {
    url.searchParams.delete(LOST_NAME);
    history.replaceState(null, "", url);
  }
  return names;
}
