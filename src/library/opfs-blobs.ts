/**
 * Blobs in the origin private file system, in a folder of the library's own: `models/blobs/HASH`, `models/parts/ID`. Writes
 * by synchronous access handles, which only a worker has. Errors: `storage-full`; what the browser throws, else.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import { type BlobStore, type Part, PIECE_BYTES } from "./blob-store.ts";
import { canSync, type MovableFile, type SyncFile } from "./opfs-types.ts";

/** Rejects where this browser or context has no such storage. */
export async function opfsBlobs(root: FileSystemDirectoryHandle): Promise<BlobStore> {
  const models = await root.getDirectoryHandle("models", { create: true });
  const blobs = await models.getDirectoryHandle("blobs", { create: true });
  const parts = await models.getDirectoryHandle("parts", { create: true });
  return {
    open: (hash) => fileIn(blobs, hash),
    hashes: () => namesIn(blobs),
    remove: (hash) => removeFrom(blobs, hash),
    partBytes: async (id) => (await fileIn(parts, id))?.size ?? 0,
    parts: () => namesIn(parts),
    removePart: (id) => removeFrom(parts, id),
    async openPart(id) {
      const handle = await parts.getFileHandle(id, { create: true });
      if (!canSync(handle)) throw new EarshotError("storage-full", "no synchronous files here");
      return openPart(await handle.createSyncAccessHandle(), (hash) => moveInto(blobs, handle, hash, parts));
    },
  };
}

function openPart(file: SyncFile, moveTo: (hash: string) => Promise<void>): Part {
  let bytes = file.getSize();
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    try {
      file.flush();
    } finally {
      file.close();
    }
  };
  return {
    get bytes() {
      return bytes;
    },
    async append(piece) {
      let written = 0;
      try {
        written = file.write(piece, { at: bytes });
      } catch (cause) {
        if (!isFull(cause)) throw cause;
      }
      // Chromium 156 does not throw at its quota: it writes a part and answers 4294967288, an error code as a count.
      if (written !== piece.byteLength) {
        file.truncate(bytes);
        throw new EarshotError("storage-full", "no room on the disk");
      }
      bytes += written;
    },
    async *read() {
      for (let at = 0; at < bytes; ) {
        const piece = new Uint8Array(Math.min(PIECE_BYTES, bytes - at));
        const read = file.read(piece, { at });
        if (read === 0) throw new EarshotError("internal", "a part is shorter than it says");
        yield piece.subarray(0, read);
        at += read;
      }
    },
    async truncate(toBytes) {
      file.truncate(toBytes);
      bytes = toBytes;
    },
    keep: async () => close(),
    async commit(hash) {
      close();
      await moveTo(hash);
    },
  };
}

/** In one step where the browser can, else by a copy whose name appears only when it is whole. */
async function moveInto(
  folder: FileSystemDirectoryHandle,
  handle: FileSystemFileHandle,
  name: string,
  from: FileSystemDirectoryHandle,
): Promise<void> {
  const movable: MovableFile = handle;
  if (movable.move) {
    await movable.move(folder, name);
    return;
  }
  const target = await folder.getFileHandle(name, { create: true });
  const file = await handle.getFile();
  await file.stream().pipeTo(await target.createWritable()); // Its content is swapped in when it is closed.
  await from.removeEntry(handle.name);
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

async function removeFrom(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (thrown) {
    if (!isMissing(thrown) && !isInUse(thrown)) throw thrown;
  }
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

const isMissing = (thrown: unknown) => thrown instanceof DOMException && thrown.name === "NotFoundError";
/** Another tab writes it; it is swept another time. */
const isInUse = (thrown: unknown) => thrown instanceof DOMException && thrown.name === "NoModificationAllowedError";
const isFull = (thrown: unknown) => thrown instanceof DOMException && thrown.name === "QuotaExceededError";
