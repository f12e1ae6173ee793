/** Blobs in memory, for when the disk is full or the browser gives none: gone with the worker. Bounded. */
import { EarshotError } from "../errors/earshot-error.ts";
import { type BlobStore, type Part, PIECE_BYTES } from "./blob-store.ts";

export interface MemoryBlobs extends BlobStore {
  /** How many bytes more it takes. */
  room(): number;
}

/** @param limitBytes of all blobs and parts together */
export function memoryBlobs(limitBytes: number): MemoryBlobs {
  const blobs = new Map<string, Blob>();
  const parts = new Map<string, Blob>();
  const held = () => [...blobs.values(), ...parts.values()].reduce((sum, { size }) => sum + size, 0);
  /** Taken by pieces that are in no blob yet. */
  let loose = 0;
  const room = () => limitBytes - held() - loose;

  return {
    room,
    open: async (hash) => blobs.get(hash) ?? null,
    hashes: async () => [...blobs.keys()],
    remove: async (hash) => void blobs.delete(hash),
    partBytes: async (id) => parts.get(id)?.size ?? 0,
    parts: async () => [...parts.keys()],
    removePart: async (id) => void parts.delete(id),
    async openPart(id): Promise<Part> {
      let start = parts.get(id) ?? new Blob();
      let pieces: Uint8Array<ArrayBuffer>[] = [];
      let pieceBytes = 0;
      const whole = () => new Blob([start, ...pieces]);
      const empty = () => {
        loose -= pieceBytes;
        pieces = [];
        pieceBytes = 0;
      };
      parts.set(id, start);
      return {
        get bytes() {
          return start.size + pieceBytes;
        },
        async append(bytes) {
          if (bytes.byteLength > room()) {
            throw new EarshotError("storage-full", "no room in memory", { details: { limitBytes } });
          }
          pieces.push(new Uint8Array(bytes));
          pieceBytes += bytes.byteLength;
          loose += bytes.byteLength;
        },
        read: () => piecesOf(whole()),
        async truncate(bytes) {
          start = whole().slice(0, bytes);
          empty();
          parts.set(id, start);
        },
        async keep() {
          start = whole();
          empty();
          if (parts.has(id)) parts.set(id, start);
        },
        async commit(hash) {
          start = whole();
          empty();
          parts.delete(id);
          blobs.set(hash, start);
        },
      };
    },
  };
}

export async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    yield new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer());
  }
}
