/**
 * A checkpoint's files pass by and leave a model behind: its weights in one file, beside it the graph that names them, and a
 * `preprocessor_config.json` where the checkpoint does not say it whole. What lies on the shelf afterwards is an ordinary
 * ONNX model. Promises: nothing of it has a name before every source was whole and right.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource } from "../../models/checkpoint/checkpoint.ts";
import { readCheckpoint } from "../../models/checkpoint/read-checkpoint.ts";
import { onnxOf } from "../../models/graph/onnx-of-plan.ts";
import { planModel } from "../../models/plan-model.ts";
import type { FileSink } from "../download/file-sink.ts";
import type { RowInWork } from "../download/row-in-work.ts";
import type { MadeRow, MakingRow, SourceRow, WantedRow } from "../model-rows.ts";
import { sha256Of } from "../sha256.ts";
import type { Shelf } from "../shelf.ts";
import { Making, MakingAnew } from "./making.ts";

/** Where a checkpoint's files come from: a Hub, a folder, a zip. */
export interface Sources {
  /** For its header. */
  open(source: SourceRow): Promise<ByteSource>;
  /** From where the sink stands to the end, checked. */
  feed(source: SourceRow, sink: FileSink): Promise<void>;
}

/** Of a source, after which the record of how far it is goes to the disk. */
const KEEP_EVERY_BYTES = 32 << 20;

/** @throws EarshotError */
export async function makeModel(work: RowInWork, making: MakingRow, sources: Sources, shelf: Shelf): Promise<void> {
  const { graph, externalData } = work.row;
  const [data] = externalData;
  if (data === undefined) throw new EarshotError("internal", "a model that is made has its weights apart");
  const config = await readJson(work, shelf, "config.json");
  const headers = making.index ? [making.index, ...making.sources] : making.sources;
  const checkpoint = await readCheckpoint(headers, async (path) => {
    const row = headers.find((source) => source.path === path);
    if (!row) throw new EarshotError("internal", `${path} is not of this checkpoint`);
    return sources.open(row);
  });
  const plan = planModel(config, checkpoint, work.row.precision).plan;
  const keeper = new RecordKeeper(work, shelf);
  const { partId } = wantedOf(work, data);
  const part = await shelf.places.openPart(partId);
  try {
    const paths = making.sources.map(({ path }) => path);
    const parts = { plan, checkpoint, sources: paths, part, onDone: (done: MadeRow | null) => keeper.take(done) };
    const made = await Making.open(parts, making.done);
    await feedAll(made, making.sources, sources, work);
    const hash = await made.end();
    await writeMade(work, shelf, graph, onnxOf(plan, made.order, data.slice(data.lastIndexOf("/") + 1)));
    await shelf.keepFile(work.change(data, { blob: { hash, bytes: part.bytes } }), partId, part, hash);
  } catch (thrown) {
    await part.keep();
    await keeper.flush();
    throw thrown;
  }
}

/** What the checkpoint does not say itself; before its configuration is read. */
export async function completeSides(work: RowInWork, { preprocessor }: MakingRow, shelf: Shelf): Promise<void> {
  if (preprocessor === null || work.hashOf("preprocessor_config.json") !== null) return;
  const text = `${JSON.stringify(preprocessor, null, 2)}\n`;
  await writeMade(work, shelf, "preprocessor_config.json", new TextEncoder().encode(text));
}

/** Small, and whole at once. */
async function writeMade(work: RowInWork, shelf: Shelf, path: string, bytes: Uint8Array): Promise<void> {
  const { partId } = wantedOf(work, path);
  const part = await shelf.places.openPart(partId);
  try {
    await part.truncate(0);
    await part.append(bytes);
    const hash = await sha256Of(bytes);
    await shelf.keepFile(work.change(path, { blob: { hash, bytes: bytes.byteLength } }), partId, part, hash);
  } catch (thrown) {
    await part.keep();
    throw thrown;
  }
}

/** One behind the other. Where a later one turns out wrong, all come once more; then it is the files' fault. */
async function feedAll(made: Making, rows: readonly SourceRow[], sources: Sources, work: RowInWork): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      for (const [index, row] of rows.entries()) {
        if (index >= made.firstSource) await sources.feed(row, made.sinkOf(index));
      }
      return;
    } catch (thrown) {
      if (!(thrown instanceof MakingAnew)) throw thrown;
      const details = { id: work.row.name, file: rows[thrown.source]?.path, reason: "hash" };
      if (made.fault) throw made.fault;
      if (tries > 0) throw new EarshotError("model-corrupt", "its files are not as stated", { details });
    }
  }
}

/** Keeps the newest record, and puts it on the disk now and then: a visit may end at any time. */
class RecordKeeper {
  readonly #work: RowInWork;
  readonly #shelf: Shelf;
  #kept: MadeRow | null;

  constructor(work: RowInWork, shelf: Shelf) {
    this.#work = work;
    this.#shelf = shelf;
    this.#kept = work.row.making?.done ?? null;
  }

  async take(done: MadeRow | null): Promise<void> {
    this.#work.made(done);
    const before = this.#kept;
    const isNear =
      done && before && done.source === before.source && done.position - before.position < KEEP_EVERY_BYTES;
    if (!isNear) await this.flush();
  }

  async flush(): Promise<void> {
    this.#kept = this.#work.row.making?.done ?? null;
    await this.#shelf.putPartial(this.#work.row);
  }
}

function wantedOf(work: RowInWork, path: string): WantedRow {
  const wanted = work.row.files.find((file) => file.path === path);
  if (!wanted) throw new EarshotError("internal", `${path} is not of this model`);
  return wanted;
}

async function readJson(work: RowInWork, shelf: Shelf, path: string): Promise<unknown> {
  const hash = work.hashOf(path);
  const blob = hash === null ? null : await shelf.places.open(hash);
  if (!blob) throw new EarshotError("internal", `${path} did not arrive`);
  return JSON.parse(await blob.text());
}
