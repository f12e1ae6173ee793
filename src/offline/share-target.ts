/**
 * Service worker's side of sharing: the system posts files to `share-target`, they are kept, and the browser is sent on to
 * Files, where `shared-files.ts` takes them.
 */
import { inboxCacheName } from "./cache-names.ts";
import { LOST_NAME, MODIFIED_HEADER, NAME_HEADER } from "./share-format.ts";

/** As in `manifest.webmanifest`. */
const TARGET = "share-target";
const FIELD = "files";

export function isShare(request: Request, scope: string): boolean {
  return request.method === "POST" && request.url.split(/[?#]/)[0] === new URL(TARGET, scope).href;
}

/** Always answers with the way to Files. */
export async function keepShared(request: Request, scope: string): Promise<Response> {
  const next = new URL("./#/files", scope);
  try {
    const shared = (await request.formData()).getAll(FIELD).filter((value) => value instanceof File);
    const inbox = await caches.open(inboxCacheName(scope));
    for (const [index, file] of shared.entries()) {
      const key = new URL(`shared/${Date.now()}-${index}`, scope).href;
      await inbox.put(key, new Response(file, { headers: headersOf(file) })).catch(() => {
        next.searchParams.append(LOST_NAME, file.name); // The storage is full: the page says so.
      });
    }
  } catch {
    next.searchParams.append(LOST_NAME, "What was shared"); // Cut off on the way, or no storage at all.
  }
  return Response.redirect(next.href, 303);
}

function headersOf(file: File): Record<string, string> {
  return {
    "Content-Type": file.type || "application/octet-stream",
    [NAME_HEADER]: encodeURIComponent(file.name),
    [MODIFIED_HEADER]: String(file.lastModified),
  };
}
