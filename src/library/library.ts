/**
 * The calls of the library's worker: what is on the shelf, what is on its way, what is asked of a Hub. Owns no thread and no
 * browser storage: they are given.
 */
import { EarshotError } from "../errors/earshot-error.ts";
import type { ModelFiles } from "../models/model-files.ts";
import type { Preflight } from "../models/preflight.ts";
import type { Params } from "../rpc/messages.ts";
import type { Handlers } from "../rpc/rpc-server.ts";
import { assembleModel, storedModel } from "./assemble-model.ts";
import { importModel } from "./disk/import-model.ts";
import type { Downloads } from "./download/downloads.ts";
import { planFiles } from "./download/file-plan.ts";
import type { FileRow, ModelRow } from "./model-rows.ts";
import type { DownloadState, LibraryProtocol, StorageState, StoredModel } from "./protocol.ts";
import type { Shelf } from "./shelf.ts";
import { freeBytes, type StorageFacts } from "./storage-facts.ts";

export type CheckModel = (params: Params<LibraryProtocol, "check">) => Promise<Preflight>;

export interface LibraryParts {
  readonly shelf: Shelf;
  readonly downloads: Downloads;
  readonly check: CheckModel;
  readonly storage: () => Promise<StorageFacts>;
  readonly tell: (event: LibraryProtocol["event"]) => void;
  readonly nowMs: () => number;
}

export class Library {
  readonly #parts: LibraryParts;

  constructor(parts: LibraryParts) {
    this.#parts = parts;
  }

  get downloads(): Downloads {
    return this.#parts.downloads;
  }

  check(params: Params<LibraryProtocol, "check">): Promise<Preflight> {
    return this.#parts.check(params);
  }

  async download({ preflight, precision, hub }: Params<LibraryProtocol, "download">): Promise<StoredModel> {
    return this.#stored(await this.downloads.run(await planFiles(preflight, precision), hub));
  }

  async resume({ key, hub }: Params<LibraryProtocol, "resume">): Promise<StoredModel> {
    return this.#stored(await this.downloads.resume(key, hub));
  }

  async list(): Promise<{ models: StoredModel[]; downloads: DownloadState[]; storage: StorageState }> {
    const { shelf, downloads, storage } = this.#parts;
    const rows = await shelf.models();
    const models = await Promise.all(rows.map((row) => this.#stored(row)));
    const modelBytes = bytesOnce(rows.flatMap(({ files }) => files));
    return {
      models: models.sort((a, b) => b.lastUsedAtMs - a.lastUsedAtMs),
      downloads: await downloads.states(),
      storage: { modelBytes, ...(await storage()) },
    };
  }

  /** @throws EarshotError `model-not-found`; `model-corrupt` where the browser has lost a file: then the model goes */
  async open(key: string): Promise<ModelFiles> {
    const { shelf, nowMs } = this.#parts;
    const row = await shelf.model(key);
    if (!row) throw new EarshotError("model-not-found", "not stored", { details: { id: key } });
    const read = async (path: string) => {
      const file = row.files.find((some) => some.path === path);
      if (!file) return null;
      const blob = await shelf.places.open(file.hash);
      if (blob && blob.size === file.bytes) return blob;
      await this.remove(key);
      const details = { id: row.id, file: path, reason: "gone" };
      throw new EarshotError("model-corrupt", `${path} is not as it was stored`, { details });
    };
    const files = await assembleModel(row, read);
    await shelf.touch(key, nowMs());
    return files;
  }

  async importFiles({ name, files, machine }: Params<LibraryProtocol, "importFiles">): Promise<StoredModel> {
    const { shelf, storage, nowMs, tell } = this.#parts;
    const row = await importModel(name, files, { shelf, machine, freeBytes: freeBytes(await storage()), nowMs });
    tell({ kind: "stored-changed" });
    return this.#stored(row);
  }

  async measured({ key, measured }: Params<LibraryProtocol, "measured">): Promise<void> {
    const { shelf, tell } = this.#parts;
    await shelf.measure(key, { ...measured, scores: [...measured.scores] });
    tell({ kind: "stored-changed" });
  }

  async remove(key: string): Promise<void> {
    const { shelf, tell } = this.#parts;
    await shelf.removeModel(key);
    tell({ kind: "stored-changed" });
  }

  async #stored(row: ModelRow): Promise<StoredModel> {
    const { shelf } = this.#parts;
    return storedModel(row, await shelf.models(), await shelf.placeOf(row));
  }
}

/** @param opening what the browser gives is looked for while the first call waits */
export function libraryHandlers(opening: Promise<Library>): Handlers<LibraryProtocol> {
  const nothing = { result: null } as const;
  return {
    check: async (params) => ({ result: await (await opening).check(params) }),
    download: async (params) => ({ result: await (await opening).download(params) }),
    resume: async (params) => ({ result: await (await opening).resume(params) }),
    pause: async ({ key }) => (await opening).downloads.pause(key).then(() => nothing),
    cancel: async ({ key }) => (await opening).downloads.cancel(key).then(() => nothing),
    importFiles: async (params) => ({ result: await (await opening).importFiles(params) }),
    list: async () => ({ result: await (await opening).list() }),
    open: async ({ key }) => ({ result: await (await opening).open(key) }),
    measured: async (params) => (await opening).measured(params).then(() => nothing),
    remove: async ({ key }) => (await opening).remove(key).then(() => nothing),
  };
}

/** A blob that two models share lies on the disk once. */
function bytesOnce(files: readonly FileRow[]): number {
  const sizes = new Map(files.map(({ hash, bytes }) => [hash, bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}
