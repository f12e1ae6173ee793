/**
 * Rows and blobs, kept in step: a row never names a blob that is not there, a blob goes when no row names it, a part when no
 * row of a download does. Every change holds one lock for a moment, so that a file which one tab is about to use is not
 * swept away by another. Rows that the disk has no room for, and those of models in memory, are kept in memory.
 */
import type { BlobPlaces } from "./blob-places.ts";
import type { Part } from "./blob-store.ts";
import type { Locks } from "./locks.ts";
import { memoryIndex } from "./memory-index.ts";
import type { ModelIndex } from "./model-index.ts";
import type { MakingRow, MeasuredRow, ModelRow, PartialRow, WantedRow } from "./model-rows.ts";

const LOCK = "earshot-models";

export class Shelf {
  readonly places: BlobPlaces;
  readonly locks: Locks;
  readonly #disk: ModelIndex;
  readonly #memory = memoryIndex();

  constructor(places: BlobPlaces, index: ModelIndex, locks: Locks) {
    this.places = places;
    this.#disk = index;
    this.locks = locks;
  }

  async models(): Promise<ModelRow[]> {
    return merge(await this.#memory.models(), await readable(this.#disk.models()));
  }

  async model(key: string): Promise<ModelRow | null> {
    return (await this.models()).find((row) => row.key === key) ?? null;
  }

  async partials(): Promise<PartialRow[]> {
    return merge(await this.#memory.partials(), await readable(this.#disk.partials()));
  }

  async partial(key: string): Promise<PartialRow | null> {
    return (await this.partials()).find((row) => row.key === key) ?? null;
  }

  /**
   * Begins a download, or takes up the one of the same key; blobs that are there already count as arrived. Gives back the
   * row to go on with.
   */
  begin(fresh: PartialRow): Promise<PartialRow> {
    return this.locks.hold(LOCK, async () => {
      const before = await this.partial(fresh.key);
      // A commit's files are the same in every precision.
      const pinned = /^[0-9a-f]{40}/.test(fresh.commit ?? "");
      const models = pinned ? await this.models() : [];
      const kin = models.find(({ id, commit }) => id === fresh.id && commit === fresh.commit) ?? null;
      const files: WantedRow[] = [];
      for (const file of fresh.files) files.push(await this.#known(file, before, kin));
      const row = { ...fresh, files, making: goingOn(fresh.making, before?.making ?? null) };
      await this.#putPartial(row);
      return row;
    });
  }

  putPartial(row: PartialRow): Promise<void> {
    return this.locks.hold(LOCK, () => this.#putPartial(row));
  }

  /** The part is whole and right: it becomes the blob that the row names from now on. */
  keepFile(row: PartialRow, partId: string, part: Part, hash: string): Promise<void> {
    return this.locks.hold(LOCK, async () => {
      if (await this.places.open(hash)) {
        await part.keep(); // The same content came under another name.
        await this.places.removePart(partId);
      } else {
        await part.commit(hash);
      }
      await this.#putPartial(row);
    });
  }

  /** The row is stored in the place of its download. Blobs of an older row of the same key that nothing names now go. */
  async finish(row: ModelRow): Promise<void> {
    await this.locks.hold(LOCK, async () => {
      const places = await Promise.all(row.files.map(({ hash }) => this.places.placeOf(hash)));
      const stored = places.includes("memory") ? false : await done(this.#disk.finish(row));
      if (stored) await this.#memory.removeModel(row.key);
      else {
        await this.#memory.finish(row);
        await done(this.#disk.removePartial(row.key));
      }
      await this.#memory.removePartial(row.key);
    });
    await done(this.sweep()); // What it did not free goes another time.
  }

  /** Marks a model as used. */
  touch(key: string, nowMs: number): Promise<void> {
    return this.#changeModel(key, { lastUsedAtMs: nowMs });
  }

  /** What running it showed. */
  measure(key: string, measured: MeasuredRow): Promise<void> {
    return this.#changeModel(key, { measured });
  }

  async #changeModel(key: string, change: Partial<ModelRow>): Promise<void> {
    await this.locks.hold(LOCK, async () => {
      const row = await this.model(key);
      if (!row) return; // Removed meanwhile.
      const index = (await this.placeOf(row)) === "memory" ? this.#memory : this.#disk;
      await done(index.putModel({ ...row, ...change }));
    });
  }

  async removeModel(key: string): Promise<void> {
    await this.#memory.removeModel(key);
    await this.#disk.removeModel(key);
    await this.sweep();
  }

  async removePartial(key: string): Promise<void> {
    await this.#memory.removePartial(key);
    await this.#disk.removePartial(key);
    await this.sweep();
  }

  /** Where a model lies: on disk only where its row does, too. */
  async placeOf(row: ModelRow): Promise<"disk" | "memory"> {
    return (await this.#memory.models()).some(({ key }) => key === row.key) ? "memory" : "disk";
  }

  /** Frees what no row names. Without a readable index nothing is known to be free, and nothing goes. */
  async sweep(): Promise<void> {
    await this.locks.hold(LOCK, async () => {
      const models = merge(await this.#memory.models(), await this.#disk.models());
      const partials = merge(await this.#memory.partials(), await this.#disk.partials());
      const wanted = partials.flatMap(({ files }) => files);
      const blobs = new Set(models.flatMap(({ files }) => files.map(({ hash }) => hash)));
      for (const { sha256, blob } of wanted) blobs.add(blob?.hash ?? sha256 ?? "");
      const parts = new Set(wanted.filter(({ blob }) => blob === null).map(({ partId }) => partId));
      for (const hash of await this.places.hashes()) if (!blobs.has(hash)) await this.places.remove(hash);
      for (const id of await this.places.parts()) if (!parts.has(id)) await this.places.removePart(id);
    });
  }

  /** What an earlier row, a stored one of the same commit, or the store itself knows of a file. */
  async #known(file: WantedRow, before: PartialRow | null, kin: ModelRow | null): Promise<WantedRow> {
    const old = before?.files.find(({ partId }) => partId === file.partId) ?? null;
    // What was made here is made again: by other rules, perhaps.
    const stored = file.made ? null : (kin?.files.find(({ path }) => path === file.path) ?? null);
    const hash = file.sha256 ?? old?.blob?.hash ?? stored?.hash ?? null;
    const blob = hash ? await this.places.open(hash) : null;
    const arrived = hash && blob && (file.bytes === null || blob.size === file.bytes);
    return { ...file, etag: old?.etag ?? null, blob: arrived ? { hash, bytes: blob.size } : null };
  }

  async #putPartial(row: PartialRow): Promise<void> {
    if (await done(this.#disk.putPartial(row))) await this.#memory.removePartial(row.key);
    else await this.#memory.putPartial(row);
  }
}

/** How far it came, where it is made of the same files. */
function goingOn(fresh: MakingRow | null, before: MakingRow | null): MakingRow | null {
  if (!fresh) return null;
  const files = ({ commit, sources }: MakingRow) => JSON.stringify([commit, sources]);
  return { ...fresh, done: before && files(before) === files(fresh) ? before.done : null };
}

function merge<T extends { readonly key: string }>(first: readonly T[], second: readonly T[]): T[] {
  return [...first, ...second.filter(({ key }) => !first.some((row) => row.key === key))];
}

/** Rows of an index that cannot be read now count as none: nothing is shown, and nothing is swept (`sweep` throws). */
async function readable<T>(rows: Promise<T[]>): Promise<T[]> {
  try {
    return await rows;
  } catch {
    return [];
  }
}

async function done(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false; // The disk is full or closed to us; the caller keeps it in memory.
  }
}
