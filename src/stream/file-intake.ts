/**
 * A file on the audio worker: decoded, downmixed, resampled and cut by the same code as the microphone's sound. Decodes
 * on only while the page has given credit, so that memory stays flat however long the file is.
 */

import type { DecodedFile } from "../capture/decode/decoded-file.ts";
import { openFile } from "../capture/decode/open-file.ts";
import { asEarshotError, type PlainError, toPlainError } from "../errors/earshot-error.ts";
import type { SoundWindow } from "../signal/windows.ts";
import type { Post } from "./live-intake.ts";
import type { StreamRequest } from "./protocol.ts";
import { WindowStream } from "./window-stream.ts";

export class FileIntake {
  readonly #request: Extract<StreamRequest, { kind: "open-file" }>;
  readonly #post: Post;
  readonly #closing = new AbortController();
  #credit = 0;
  #wake: (() => void) | null = null;

  constructor(request: Extract<StreamRequest, { kind: "open-file" }>, post: Post) {
    this.#request = request;
    this.#post = post;
    void this.#run();
  }

  grant(windows: number): void {
    this.#credit += windows;
    this.#wake?.();
  }

  close(): void {
    this.#closing.abort();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { id, file } = this.#request;
    try {
      const decoded = await openFile(file, this.#closing.signal);
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
    const stream = new WindowStream(decoded.facts.sourceRateHz, plan, { display: false });
    let totalFrames = 0;
    for await (const { channels } of decoded.blocks()) {
      totalFrames += channels[0]?.length ?? 0;
      for (const window of stream.push(channels).windows) if (!(await this.#send(window))) return;
    }
    for (const window of stream.flush()) if (!(await this.#send(window))) return;
    const damage = toDamage(decoded);
    this.#post({ kind: "ended", id, totalSamples: stream.samples, totalFrames, damage });
  }

  /** False where the intake was closed while it waited for credit. */
  async #send(window: SoundWindow): Promise<boolean> {
    while (this.#credit <= 0 && !this.#closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#closing.signal.aborted) return false;
    this.#credit--;
    const { id } = this.#request;
    this.#post({ kind: "window", id, window, endCapturedAtMs: 0 }, [window.samples.buffer]);
    return true;
  }
}

function toDamage(decoded: DecodedFile): PlainError | null {
  const damage = decoded.damage();
  return damage && toPlainError(damage);
}
