/**
 * A checkpoint's tensors become a model's weights file while they come by: taken out of the stream, made, encoded, appended to the
 * part. Promises: after every tensor there is a record of how far it is, from which another visit goes on; what was made is
 * the same however often it was broken off. Knows no network: sources are fed to it.
 *
 * A record's source position may lie before what the weights have seen: tensors that came and still wait for others are read
 * again. What is hashed is read once, so that the SHA-256 of a source is that of the bytes which were used.
 */
import { asEarshotError, EarshotError } from "../../errors/earshot-error.ts";
import type { Checkpoint, TensorPlace } from "../../models/checkpoint/checkpoint.ts";
import { checkGuards } from "../../models/checkpoint/guards.ts";
import { tensorValues } from "../../models/checkpoint/tensor-values.ts";
import type { GraphPlan, WeightPlan } from "../../models/graph/graph-builder.ts";
import type { Part } from "../blob-store.ts";
import type { FileSink } from "../download/file-sink.ts";
import type { MadeRow } from "../model-rows.ts";
import { type Hasher, startSha256 } from "../sha256.ts";
import { TensorTap } from "./tensor-tap.ts";
import { type MadeWeight, nameOf, WeightMaker } from "./weight-maker.ts";

/** Where a tensor begins, and the hash of its source up to there. */
type Mark = Pick<MadeRow, "source" | "position" | "sourceHash">;

export interface MakingParts {
  readonly plan: GraphPlan;
  /** Paths, in the order in which they come. */
  readonly sources: readonly string[];
  readonly checkpoint: Checkpoint;
  readonly part: Part;
  /** A record of how far it is, after every tensor; null where it began anew. */
  readonly onDone: (done: MadeRow | null) => Promise<void>;
}

export class Making {
  readonly #parts: MakingParts;
  readonly #source: Hasher;
  readonly #out: Hasher;
  readonly #marks = new Map<string, Mark>();
  #maker: WeightMaker;
  #weights: string[] = [];
  /** Of the record that was gone on from: the place from where sources are read. */
  #from: { source: number; position: number };
  #fromHash: Uint8Array<ArrayBuffer> | null;
  #current = 0;
  #fault: EarshotError | null = null;

  private constructor(parts: MakingParts, source: Hasher, out: Hasher, done: MadeRow | null) {
    this.#parts = parts;
    this.#source = source;
    this.#out = out;
    this.#weights = [...(done?.weights ?? [])];
    this.#maker = new WeightMaker(parts.plan, this.#weights);
    this.#from = { source: done?.source ?? 0, position: done?.position ?? 0 };
    this.#fromHash = done?.sourceHash ?? null;
  }

  /** Goes on from a record where the part still is what the record says; else begins anew. */
  static async open(parts: MakingParts, done: MadeRow | null): Promise<Making> {
    const [source, out] = await Promise.all([startSha256(), startSha256()]);
    if (done && fits(parts.plan, done, source) && (await stillThere(parts.part, done, out))) {
      return new Making(parts, source, out, done);
    }
    await parts.part.truncate(0);
    out.restart();
    return new Making(parts, source, out, null);
  }

  /** The first source that is not behind. */
  get firstSource(): number {
    return this.#from.source;
  }

  /** True where all that is there was made by this visit. */
  get isFresh(): boolean {
    return this.#fromHash === null;
  }

  /** What is wrong with the weights themselves: no second try would help. */
  get fault(): EarshotError | null {
    return this.#fault;
  }

  /** Weights in the order in which they lie in the part. */
  get order(): WeightPlan[] {
    const plans = new Map(this.#parts.plan.weights.map((plan) => [nameOf(plan), plan]));
    return this.#weights.flatMap((name) => plans.get(name) ?? []);
  }

  /** Takes one source, from where the record stands. Sources are given in their order. */
  sinkOf(source: number): FileSink {
    const making = this;
    const resumes = source === this.#from.source;
    this.#current = source;
    this.#source.restart();
    if (resumes && this.#fromHash) this.#source.load(this.#fromHash);
    let tap = this.#tapOf(source, resumes ? this.#from.position : 0);
    return {
      get bytes() {
        return tap.position;
      },
      passesOver: true,
      async append(bytes) {
        for (let at = 0; at < bytes.byteLength; ) {
          const boundary = tap.boundary();
          const ahead = boundary === null ? Number.POSITIVE_INFINITY : boundary - tap.position;
          const piece = bytes.subarray(at, Math.min(bytes.byteLength, at + ahead));
          making.#check(tap.position, piece);
          making.#source.update(piece);
          tap.take(piece);
          at += piece.byteLength;
          if (tap.position === boundary) await making.#atBoundary(tap);
        }
      },
      async restart() {
        await making.#startAnew();
        // A source behind the first one cannot begin anew alone: what waited for it is gone.
        if (source > 0) throw new MakingAnew(source);
        tap = making.#tapOf(0, 0);
        await making.#atBoundary(tap);
      },
      hash: () => making.#source.hex(),
    };
  }

  /** Once every source has come. @returns SHA-256 of the weights' file */
  async end(): Promise<string> {
    for (const weight of this.#maker.rest()) await this.#keep(weight);
    return this.#out.hex();
  }

  #tapOf(source: number, position: number): TensorTap {
    const path = this.#parts.sources[source];
    const tensors = [...this.#parts.checkpoint.tensors.values()];
    const wanted = tensors.filter(({ file, name }) => file === path && this.#maker.needs(name));
    return new TensorTap(wanted, position);
  }

  async #startAnew(): Promise<void> {
    await this.#parts.part.truncate(0);
    this.#source.restart();
    this.#out.restart();
    this.#marks.clear();
    this.#weights = [];
    this.#maker = new WeightMaker(this.#parts.plan, []);
    this.#from = { source: 0, position: 0 };
    this.#fromHash = null;
    await this.#parts.onDone(null);
  }

  async #atBoundary(tap: TensorTap): Promise<void> {
    const ended = tap.end();
    for (const { place, bytes } of ended) {
      for (const weight of this.#weightsOf(place, bytes)) await this.#keep(weight);
    }
    const here: Mark = { source: this.#current, position: tap.position, sourceHash: this.#source.save() };
    for (const { name } of tap.begin()) this.#marks.set(name, here);
    if (ended.length > 0) await this.#parts.onDone(this.#record(tap, here));
    // Tensors without a byte end where they begin.
    if (tap.boundary() === tap.position) await this.#atBoundary(tap);
  }

  #check(offset: number, piece: Uint8Array): void {
    const { checkpoint, sources } = this.#parts;
    checkGuards(checkpoint.guards ?? [], sources[this.#current] ?? "", offset, piece);
  }

  #weightsOf(place: TensorPlace, bytes: Uint8Array<ArrayBuffer>): MadeWeight[] {
    try {
      return this.#maker.give(place.name, tensorValues(place, bytes));
    } catch (thrown) {
      const error = asEarshotError(thrown);
      const { code, message, details } = error;
      this.#fault = new EarshotError(code, `${place.name}: ${message}`, {
        details: { file: place.file, ...details },
        cause: error,
      });
      throw this.#fault;
    }
  }

  async #keep({ plan, parts }: MadeWeight): Promise<void> {
    for (const bytes of parts) {
      await this.#parts.part.append(bytes);
      this.#out.update(bytes);
    }
    this.#weights.push(nameOf(plan));
  }

  #record(tap: TensorTap, here: Mark): MadeRow {
    let first = here;
    for (const name of [...this.#maker.waiting(), ...tap.openNames()]) {
      const mark = this.#marks.get(name);
      if (mark && isBefore(mark, first)) first = mark;
    }
    return { ...first, bytes: this.#parts.part.bytes, hash: hexSoFar(this.#out), weights: [...this.#weights] };
  }
}

/** Thrown where a later source turned out wrong: the first one has to come again. */
export class MakingAnew extends Error {
  override readonly name = "MakingAnew";
  /** The one that is wrong. */
  readonly source: number;

  constructor(source: number) {
    super(`source ${source} begins anew`);
    this.source = source;
  }
}

function isBefore(a: Mark, b: Mark): boolean {
  return a.source < b.source || (a.source === b.source && a.position < b.position);
}

/** Another build of the app may plan other weights, or hash in another way. */
function fits({ weights }: GraphPlan, done: MadeRow, source: Hasher): boolean {
  const planned = new Map(weights.map((plan) => [nameOf(plan), plan.parts.reduce((sum, { bytes }) => sum + bytes, 0)]));
  const bytes = done.weights.reduce((sum, name) => sum + (planned.get(name) ?? Number.NaN), 0);
  if (bytes !== done.bytes) return false;
  try {
    source.load(done.sourceHash);
    return true;
  } catch {
    return false;
  }
}

/** A part may be longer than its record; what lies there is believed when it gives the record's hash. */
async function stillThere(part: Part, done: MadeRow, out: Hasher): Promise<boolean> {
  if (part.bytes < done.bytes) return false;
  await part.truncate(done.bytes);
  for await (const piece of part.read()) out.update(piece);
  return hexSoFar(out) === done.hash;
}

/** Of what was hashed; more can be added. */
function hexSoFar(hasher: Hasher): string {
  const state = hasher.save();
  const hex = hasher.hex();
  hasher.load(state);
  return hex;
}
