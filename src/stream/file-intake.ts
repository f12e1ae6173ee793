/**
 * A file on the audio worker: decoded, downmixed, resampled and cut by the same code as the microphone's sound, and drawn
 * on the way. Decodes on only while the page has given credit, so that memory stays flat however long the file is.
 */

import { askThrough } from "../capture/decode/ask-page.ts";
import type { DecodedFile } from "../capture/decode/decoded-file.ts";
import { openFile } from "../capture/decode/open-file.ts";
import { asEarshotError, type PlainError, toPlainError } from "../errors/earshot-error.ts";
import { OverviewBuilder } from "../signal/overview.ts";
import { packWindows } from "../signal/window-pack.ts";
import type { SoundWindow } from "../signal/windows.ts";
import type { Post } from "./live-intake.ts";
import { PackPlaces } from "./pack-places.ts";
import { PACKS_UNDER_WAY, type StreamRequest } from "./protocol.ts";
import { WindowStream } from "./window-stream.ts";

type Request = Extract<StreamRequest, { kind: "open-file" }>;

/** The picture so far is sent this often at most, and only when this part of it is new: nobody would see less. */
const OVERVIEW_EVERY_MS = 1000;
const OVERVIEW_GROWTH = 0.05;
/** A slower rate (sensor data in a WAV) has no spectrogram to draw. */
const LEAST_DRAWN_HZ = 1000;

export class FileIntake {
  readonly #request: Request;
  readonly #post: Post;
  readonly #closing = new AbortController();
  readonly #places = new PackPlaces(PACKS_UNDER_WAY);
  #credit = 0;
  #wake: (() => void) | null = null;
  #waiting: SoundWindow[] = [];
  #drawnMs = 0;

  constructor(request: Request, post: Post) {
    this.#request = request;
    this.#post = post;
    void this.#run();
  }

  grant(packs: number): void {
    this.#credit += packs;
    this.#wake?.();
  }

  close(): void {
    this.#closing.abort();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { id, file, decoding } = this.#request;
    try {
      const { signal } = this.#closing;
      const decoded = await openFile(file, signal, askThrough(decoding, signal));
      const { sourceRateHz, channels, durationS, codec } = decoded.facts;
      this.#post({ kind: "opened", id, facts: { sourceRateHz, channels, durationS, codec } });
      await this.#read(decoded);
    } catch (thrown) {
      const error = asEarshotError(thrown);
      if (!this.#closing.signal.aborted) this.#post({ kind: "failed", id, error: toPlainError(error) });
    }
  }

  async #read(decoded: DecodedFile): Promise<void> {
    const { id, plan } = this.#request;
    const { sourceRateHz } = decoded.facts;
    const stream = new WindowStream(sourceRateHz, plan, { display: false });
    const picture = sourceRateHz >= LEAST_DRAWN_HZ ? new OverviewBuilder(sourceRateHz) : null;
    let totalFrames = 0;
    let drawnFrames = 0;
    for await (const { channels } of decoded.blocks()) {
      const { mono, windows } = stream.push(channels);
      totalFrames += mono.length;
      picture?.push(mono);
      if (!(await this.#take(stream, windows, this.#request.packWindows))) return;
      if (totalFrames >= drawnFrames * (1 + OVERVIEW_GROWTH) && this.#draw(picture, OVERVIEW_EVERY_MS)) {
        drawnFrames = totalFrames;
      }
    }
    if (!(await this.#take(stream, stream.flush(), 1))) return;
    this.#draw(picture, 0);
    this.#post({ kind: "ended", id, totalSamples: stream.samples, totalFrames, damage: toDamage(decoded) });
  }

  #draw(picture: OverviewBuilder | null, everyMs: number): boolean {
    const nowMs = performance.now();
    if (picture === null || nowMs - this.#drawnMs < everyMs) return false;
    this.#drawnMs = nowMs;
    const overview = picture.snapshot();
    const transfer = [overview.peaks, overview.columns, overview.levels].map(({ buffer }) => buffer) as ArrayBuffer[];
    this.#post({ kind: "overview", id: this.#request.id, overview }, transfer);
    return true;
  }

  /** Sends full packs, and with `least` 1 also the rest. False where the intake was closed while it waited for credit. */
  async #take(stream: WindowStream, windows: readonly SoundWindow[], least: number): Promise<boolean> {
    this.#waiting.push(...windows);
    while (this.#waiting.length >= least && this.#waiting.length > 0) {
      if (!(await this.#maySend())) return false;
      const packed = this.#waiting.splice(0, this.#request.packWindows);
      const pack = packWindows(packed, this.#places.take);
      stream.recycle(packed);
      const { buffer } = pack.samples;
      this.#post({ kind: "pack", id: this.#request.id, pack }, buffer instanceof ArrayBuffer ? [buffer] : []);
    }
    return !this.#closing.signal.aborted;
  }

  async #maySend(): Promise<boolean> {
    while (this.#credit <= 0 && !this.#closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#credit--;
    return !this.#closing.signal.aborted;
  }
}

function toDamage(decoded: DecodedFile): PlainError | null {
  const damage = decoded.damage();
  return damage && toPlainError(damage);
}
