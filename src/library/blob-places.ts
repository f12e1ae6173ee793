/**
 * Disk first, memory when the disk is full or there is none. A part that finds the disk full moves to memory with all that
 * it holds, and goes on there; what moved is freed on the disk. Without room in memory either: `storage-full`.
 */
import { asEarshotError } from "../errors/earshot-error.ts";
import type { BlobStore, Part } from "./blob-store.ts";
import type { MemoryBlobs } from "./memory-blobs.ts";

export class BlobPlaces implements BlobStore {
  readonly #disk: BlobStore | null;
  readonly #memory: MemoryBlobs;

  /** @param disk null where the browser gives no storage */
  constructor(disk: BlobStore | null, memory: MemoryBlobs) {
    this.#disk = disk;
    this.#memory = memory;
  }

  /** Where a blob lies; null = nowhere. */
  async placeOf(hash: string): Promise<"disk" | "memory" | null> {
    if (await this.#memory.open(hash)) return "memory";
    return (await this.#disk?.open(hash)) ? "disk" : null;
  }

  /** Bytes that memory can still take. */
  get memoryRoom(): number {
    return this.#memory.room();
  }

  async open(hash: string): Promise<Blob | null> {
    return (await this.#memory.open(hash)) ?? (await this.#disk?.open(hash)) ?? null;
  }

  hashes(): Promise<string[]> {
    return this.#both((store) => store.hashes());
  }

  parts(): Promise<string[]> {
    return this.#both((store) => store.parts());
  }

  async remove(hash: string): Promise<void> {
    await this.#memory.remove(hash);
    await this.#disk?.remove(hash);
  }

  async removePart(id: string): Promise<void> {
    await this.#memory.removePart(id);
    await this.#disk?.removePart(id);
  }

  async partBytes(id: string): Promise<number> {
    return (await this.#memory.partBytes(id)) || ((await this.#disk?.partBytes(id)) ?? 0);
  }

  async openPart(id: string): Promise<Part> {
    const inMemory = (await this.#memory.partBytes(id)) > 0;
    if (!this.#disk || inMemory) return this.#memory.openPart(id);
    try {
      return this.#roomy(id, await this.#disk.openPart(id), this.#disk);
    } catch {
      return this.#memory.openPart(id); // The disk does not even take an empty file.
    }
  }

  #roomy(id: string, onDisk: Part, disk: BlobStore): Part {
    let part = onDisk;
    const move = async (cause: unknown) => {
      const error = asEarshotError(cause);
      if (part !== onDisk || error.code !== "storage-full" || onDisk.bytes > this.#memory.room()) throw cause;
      const inMemory = await this.#memory.openPart(id);
      try {
        for await (const piece of onDisk.read()) await inMemory.append(piece);
      } catch (thrown) {
        await inMemory.truncate(0);
        await this.#memory.removePart(id);
        throw thrown;
      }
      await onDisk.keep();
      await disk.removePart(id);
      part = inMemory;
    };
    return {
      get bytes() {
        return part.bytes;
      },
      append: (bytes) => part.append(bytes).catch((thrown) => move(thrown).then(() => part.append(bytes))),
      read: () => part.read(),
      truncate: (bytes) => part.truncate(bytes),
      keep: () => part.keep(),
      commit: (hash) => part.commit(hash),
    };
  }

  async #both(names: (store: BlobStore) => Promise<string[]>): Promise<string[]> {
    return [...new Set([...(await names(this.#memory)), ...(this.#disk ? await names(this.#disk) : [])])];
  }
}
