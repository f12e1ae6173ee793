/**
 * All downloads of this page: one for each key, joined by whoever asks for it again; their states, told at most five times a
 * second each. Promises: a pause keeps what came, a cancel deletes it, and both have happened when they return.
 */
import { asEarshotError, EarshotError, type PlainError, toPlainError } from "../../errors/earshot-error.ts";
import type { ModelRow, PartialRow } from "../model-rows.ts";
import type { DownloadState, HubAccess, LibraryProtocol } from "../protocol.ts";
import type { Shelf } from "../shelf.ts";
import { type DownloadContext, downloadModel } from "./download-model.ts";
import { fetchedFiles } from "./fetched-files.ts";
import { ProgressMeter } from "./progress-meter.ts";

type Tell = (event: LibraryProtocol["event"]) => void;

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<ModelRow>;
  state(): DownloadState;
}

export type DownloadSettings = Omit<DownloadContext, "shelf" | "hub" | "signal">;

const TELL_EVERY_MS = 200;
/** A rate falls while nothing comes: somebody must look. */
const LOOK_EVERY_MS = 1000;

export class Downloads {
  readonly #shelf: Shelf;
  readonly #tell: Tell;
  readonly #settings: DownloadSettings;
  readonly #running = new Map<string, Running>();
  /** Why those at rest are at rest; gone with the page. */
  readonly #problems = new Map<string, PlainError>();

  constructor(shelf: Shelf, tell: Tell, settings: DownloadSettings) {
    this.#shelf = shelf;
    this.#tell = tell;
    this.#settings = settings;
  }

  run(fresh: PartialRow, hub: HubAccess): Promise<ModelRow> {
    const running = this.#running.get(fresh.key);
    if (running) return running.done;
    const begun = this.#begin(fresh, hub);
    this.#running.set(fresh.key, begun);
    return begun.done;
  }

  /** @throws EarshotError `model-not-found` where nothing of it is there */
  async resume(key: string, hub: HubAccess): Promise<ModelRow> {
    const row = this.#running.has(key) ? null : await this.#shelf.partial(key);
    const running = this.#running.get(key);
    if (running) return running.done;
    if (!row) throw new EarshotError("model-not-found", "no such download", { details: { id: key } });
    return this.run(row, hub);
  }

  async pause(key: string): Promise<void> {
    const running = this.#running.get(key);
    running?.stop.abort();
    await running?.done.catch(() => {}); // Its caller has the error.
  }

  async cancel(key: string): Promise<void> {
    await this.pause(key);
    await this.#shelf.removePartial(key);
    this.#problems.delete(key);
    this.#tell({ kind: "download-over", key });
  }

  async states(): Promise<DownloadState[]> {
    const rows = await this.#shelf.partials();
    const atRest = rows.filter(({ key, source }) => source === "hub" && !this.#running.has(key));
    const running = [...this.#running.values()].map((download) => download.state());
    return [...running, ...(await Promise.all(atRest.map((row) => this.#stateAtRest(row))))];
  }

  #begin(fresh: PartialRow, hub: HubAccess): Running {
    const { key, id, precision } = fresh;
    const stop = new AbortController();
    const comes = [...fresh.files.filter(({ made }) => !made), ...(fresh.making?.sources ?? [])];
    const meter = new ProgressMeter(comes, this.#settings.nowMs);
    const waits = new Map<string, EarshotError>();
    let phase: "running" | "checking" = "running";
    const state = (): DownloadState => {
      const [problem] = waits.values();
      return {
        key,
        id,
        precision,
        making: fresh.making !== null,
        phase,
        ...meter.read(),
        problem: problem ? toPlainError(problem) : null,
      };
    };
    const teller = new Teller(() => this.#tell({ kind: "download", state: state() }));
    const watcher = {
      onBytes: (path: string, held: number, received: number) => {
        meter.add(path, held, received);
        teller.changed();
      },
      onWait: (path: string, problem: EarshotError | null) => {
        if (problem) waits.set(path, problem);
        else waits.delete(path);
        teller.changed();
      },
      onChecking: () => {
        phase = "checking";
        teller.changed();
      },
    };
    const context = { ...this.#settings, shelf: this.#shelf, hub, signal: stop.signal };
    this.#problems.delete(key);
    // Held to the end: a second tab waits, and then finds all there.
    const whole = this.#shelf.locks.hold(
      `earshot-download-${key}`,
      () => downloadModel(fresh, watcher, context),
      stop.signal,
    );
    const done = whole.then(
      (row) => this.#ended(teller, row),
      (thrown: unknown) => this.#broken(teller, fresh, stop.signal, thrown),
    );
    return { stop, done, state };
  }

  async #ended(teller: Teller, row: ModelRow): Promise<ModelRow> {
    teller.flush();
    teller.close();
    this.#running.delete(row.key);
    this.#tell({ kind: "download-over", key: row.key });
    this.#tell({ kind: "stored-changed" });
    return row;
  }

  async #broken(teller: Teller, { key }: PartialRow, signal: AbortSignal, thrown: unknown): Promise<never> {
    teller.close();
    const stopped = signal.aborted;
    const error = stopped ? new EarshotError("aborted", "the download was stopped") : asEarshotError(thrown);
    if (!stopped) this.#problems.set(key, toPlainError(error));
    const row = await this.#shelf.partial(key);
    const kept = row && (stopped || error.transient || (await this.#hasWeights(row)));
    if (row && !kept) await this.#shelf.removePartial(key);
    this.#running.delete(key);
    if (kept) this.#tell({ kind: "download", state: await this.#stateAtRest(row) });
    else this.#tell({ kind: "download-over", key });
    throw error;
  }

  /** What will fail again is worth keeping only for bytes that took time. */
  async #hasWeights({ files, graph, externalData, making }: PartialRow): Promise<boolean> {
    if (making) return making.done !== null;
    const weights = files.filter(({ path }) => path === graph || externalData.includes(path));
    const held = await Promise.all(
      weights.map(({ blob, partId }) => blob?.bytes ?? this.#shelf.places.partBytes(partId)),
    );
    return held.some((bytes) => bytes > 0);
  }

  async #stateAtRest(row: PartialRow): Promise<DownloadState> {
    const { key, id, precision } = row;
    const problem = this.#problems.get(key) ?? null;
    const files = await fetchedFiles(row, this.#shelf.places);
    const loadedBytes = files.reduce((sum, file) => sum + file.loadedBytes, 0);
    const totalBytes = files.reduce((sum, file) => sum + (file.bytes ?? file.loadedBytes), 0);
    const phase = problem ? "failed" : "paused";
    const making = row.making !== null;
    return { key, id, precision, making, phase, loadedBytes, totalBytes, bytesPerS: 0, leftS: null, problem };
  }
}

/** Tells at once, then not again before its time; the last change is always told. */
class Teller {
  readonly #tell: () => void;
  readonly #look = setInterval(() => this.changed(), LOOK_EVERY_MS);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #changed = false;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  changed(): void {
    if (this.#timer !== null) {
      this.#changed = true;
      return;
    }
    this.#changed = false;
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#changed) this.changed();
    }, TELL_EVERY_MS);
  }

  /** What has not been told yet, now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#changed) this.changed();
  }

  close(): void {
    clearInterval(this.#look);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.changed = () => {};
  }
}
