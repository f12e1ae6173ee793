/**
 * Owns: waveform → log-mel picture by a recipe (`log-mel-recipe.ts`): frames laid over the sound, each computed once.
 *
 * Promises the numbers of Python (transformers' `spectrogram` and its extractors, torch.stft; tests name version and
 * tolerance): TypeScript within 1e-5; WebAssembly SIMD, taken where there is one, computes in float32: 99 % of the bins
 * within 1e-4 (5e-4 beside pure tones), all within 2e-3, which no score shows. A NaN in the waveform gives NaN in the frames
 * that hold it, as in Python, and in no other.
 *
 * A frame that lies in several windows of a pack, or in the window that was heard before (live), is computed once, and so is
 * the silence behind a short sound (Whisper's window is 30 s).
 * Deliberately doesn't: resample, or read feature extractors' settings.
 */
import { type LogMelRecipe, planRows, topDbOf } from "./log-mel-recipe.ts";
import { type CreateLogMelRows, createReferenceRows, type LogMelPlan, type LogMelRows } from "./log-mel-rows.ts";
import { reflectEnds } from "./reflect-ends.ts";
import { createSimdRows } from "./simd/simd-log-mel.ts";

export interface LogMelOptions {
  /** Rows of the picture: frames are cut off, or zero rows appended before the mean is taken off; absent: as many as there are. */
  readonly numFrames?: number | undefined;
  readonly createRows?: CreateLogMelRows;
}

/** A window whose rows are there, before any floor of the whole picture. */
interface Done {
  readonly start: number;
  readonly rows: Float32Array;
  /** Frames [0, end) but for those that reach over its beginning hold its own samples alone. */
  readonly end: number;
}

function createFastestRows(plan: LogMelPlan): LogMelRows {
  return createSimdRows(plan) ?? createReferenceRows(plan);
}

export class LogMel {
  readonly #recipe: LogMelRecipe;
  readonly #numFrames: number | null;
  /** Samples by which the first frame begins before the sound. */
  readonly #lead: number;
  readonly #rows: LogMelRows;
  /** The row of digital silence. */
  readonly #silence: Float32Array;
  #last: (Done & { readonly waveform: Float32Array }) | null = null;

  /** @throws RangeError where a size or a band makes no picture. */
  constructor(recipe: LogMelRecipe, sampleRateHz: number, options: LogMelOptions = {}) {
    const { numFrames = null, createRows = createFastestRows } = options;
    if (numFrames !== null && !(Number.isInteger(numFrames) && numFrames >= 1)) {
      throw new RangeError(`The number of frames must be a positive integer, got ${numFrames}`);
    }
    const { centred, fftSamples, frameSamples, mels } = recipe;
    this.#recipe = recipe;
    this.#numFrames = numFrames;
    this.#lead = centred ? (fftSamples >> 1) - ((fftSamples - frameSamples) >> 1) : 0;
    this.#rows = createRows(planRows(recipe, sampleRateHz));
    this.#silence = new Float32Array(mels);
    this.#rows.compute(new Float32Array(frameSamples), 0, this.#silence);
  }

  /** Rows of the picture of so many samples. */
  numFrames(samples: number): number {
    return this.#numFrames ?? this.#framesIn(samples);
  }

  /**
   * @param waveform mono samples at the recipe's rate, full scale ±1; not changed.
   * @param start where it begins in a stream: frames that the last call with a start has computed, of the same samples in the
   * same places, are taken from there.
   * @returns row-major [numFrames(samples), mels].
   */
  extract(waveform: Float32Array, start?: number): Float32Array {
    const { mels } = this.#recipe;
    const picture = new Float32Array(this.numFrames(waveform.length) * mels);
    const rows = picture.subarray(0, this.#framesIn(waveform.length) * mels);
    const before = start === undefined ? null : this.#before(waveform, start);
    const done = this.#fill(waveform, start ?? 0, rows, before);
    if (start !== undefined) this.#keep(done, waveform);
    this.#finish(picture, rows.length);
    return picture;
  }

  /**
   * The pictures of many windows of one waveform, bit by bit those of `extract(waveform.subarray(start, start +
   * windowSamples))`.
   * @param starts first sample of each window, in any order; a window that passes the waveform's end is short.
   * @returns row-major [starts.length, numFrames(windowSamples), mels].
   * @throws RangeError where a start or `windowSamples` isn't a natural number.
   */
  extractMany(waveform: Float32Array, starts: ArrayLike<number>, windowSamples: number): Float32Array {
    for (const samples of [windowSamples, ...Array.from(starts)]) {
      if (!Number.isSafeInteger(samples) || samples < 0) throw new RangeError(`No position in samples: ${samples}`);
    }
    const { mels, hopSamples } = this.#recipe;
    const size = this.numFrames(windowSamples) * mels;
    const pictures = new Float32Array(starts.length * size);
    const filled: { picture: Float32Array; values: number }[] = [];
    /** The last window done, for each place of its frames within a hop: no window before it reaches further. */
    const lastOfGrid = new Map<number, Done>();
    for (const { start, index } of inOrder(starts)) {
      const window = waveform.subarray(start, start + windowSamples);
      const picture = pictures.subarray(index * size, (index + 1) * size);
      const rows = picture.subarray(0, this.#framesIn(window.length) * mels);
      const grid = start % hopSamples;
      lastOfGrid.set(grid, this.#fill(window, start, rows, lastOfGrid.get(grid) ?? null));
      filled.push({ picture, values: rows.length });
    }
    for (const { picture, values } of filled) this.#finish(picture, values);
    return pictures;
  }

  #framesIn(samples: number): number {
    const { centred, frameSamples, hopSamples } = this.#recipe;
    const frames = samples === 0 ? 0 : 1 + Math.floor((centred ? samples : samples - frameSamples) / hopSamples);
    return Math.max(0, Math.min(frames, this.#numFrames ?? frames));
  }

  /** The last live window, where what both have in common is the same sound and its frames lie on the same samples. */
  #before(waveform: Float32Array, start: number): Done | null {
    const last = this.#last;
    const moved = last === null ? -1 : start - last.start;
    if (last === null || moved < 0 || moved % this.#recipe.hopSamples !== 0) return null;
    return areAlike(waveform, last.waveform.subarray(moved)) ? last : null;
  }

  /** Copies: the picture goes its own way, and the caller may write into its waveform. Memory of the same size is used again. */
  #keep({ start, rows, end }: Done, waveform: Float32Array): void {
    const old = this.#last;
    const kept = {
      rows: old?.rows.length === rows.length ? old.rows : new Float32Array(rows.length),
      waveform: old?.waveform.length === waveform.length ? old.waveform : new Float32Array(waveform.length),
    };
    kept.rows.set(rows);
    kept.waveform.set(waveform);
    this.#last = { start, end, ...kept };
  }

  /** Fills `rows`: shared frames from `before`, silence behind the sound from the row of silence, the others computed. */
  #fill(window: Float32Array, start: number, rows: Float32Array, before: Done | null): Done {
    const { hopSamples, frameSamples, mels } = this.#recipe;
    const numFrames = rows.length / mels;
    const first = Math.ceil(this.#lead / hopSamples);
    const inside = window.length + this.#lead - frameSamples;
    const end = inside < 0 ? 0 : Math.min(numFrames, Math.floor(inside / hopSamples) + 1);
    const silent = Math.min(numFrames, this.#silentFrom(window) ?? numFrames);

    const moved = before === null ? 0 : (start - before.start) / hopSamples;
    const sharedEnd = before === null ? first : Math.max(first, Math.min(end, before.end - moved));
    if (before && sharedEnd > first) {
      rows.set(before.rows.subarray((first + moved) * mels, (sharedEnd + moved) * mels), first * mels);
    }
    const spans = [
      [0, Math.min(first, numFrames)],
      [sharedEnd, silent],
    ] as const;
    const computed = spans.filter(([from, to]) => from < to);
    // Of a window without a frame there is nothing to reflect.
    const isReflected = this.#lead > 0 && computed.length > 0;
    const sound = isReflected ? reflectEnds(window, this.#lead, (numFrames - 1) * hopSamples + frameSamples) : window;
    for (const [from, to] of computed) {
      this.#rows.compute(sound, from * hopSamples, rows.subarray(from * mels, to * mels));
    }
    for (let t = Math.max(silent, sharedEnd); t < numFrames; t++) rows.set(this.#silence, t * mels);
    return { start, rows, end };
  }

  /** The first frame that holds no more than the zeros at the end of a window, its reflection included; null: there is none. */
  #silentFrom(window: Float32Array): number | null {
    let soundEnd = window.length;
    while (soundEnd > 0 && window[soundEnd - 1] === 0) soundEnd--;
    if (window.length - soundEnd <= this.#lead) return null;
    return Math.ceil((soundEnd + this.#lead) / this.#recipe.hopSamples);
  }

  /** What takes the whole picture: its floor, and with it the mean; and rows of padding. */
  #finish(picture: Float32Array, values: number): void {
    const { mean, std } = this.#recipe;
    const topDb = topDbOf(this.#recipe);
    if (topDb !== null) {
      // A NaN is no floor, and stays in its own frames.
      let loudest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < values; i++) if ((picture[i] as number) > loudest) loudest = picture[i] as number;
      const floor = Math.fround(loudest - topDb);
      for (let i = 0; i < values; i++) {
        picture[i] = (Math.max(floor, picture[i] as number) - mean) / std;
      }
    }
    picture.fill((0 - mean) / std, values);
  }
}

/** Bit by bit, as far as the shorter goes. */
function areAlike(one: Float32Array, other: Float32Array): boolean {
  const length = Math.min(one.length, other.length);
  const a = new Int32Array(one.buffer, one.byteOffset, length);
  const b = new Int32Array(other.buffer, other.byteOffset, length);
  let differences = 0;
  for (let i = 0; i < length; i++) differences |= (a[i] as number) ^ (b[i] as number);
  return differences === 0;
}

function inOrder(starts: ArrayLike<number>): { readonly start: number; readonly index: number }[] {
  return Array.from(starts, (start, index) => ({ start, index })).sort((a, b) => a.start - b.start);
}
