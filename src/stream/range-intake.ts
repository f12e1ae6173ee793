/**
 * A part of a file on the audio worker, decoded without what lies before it: as a picture for the timeline, column by
 * column, or as sound to be saved. Can be closed at any time; a closed one says nothing more.
 */
import { askThrough } from "../capture/decode/ask-page.ts";
import { type FileRange, openRange } from "../capture/decode/open-range.ts";
import { EarshotError, toPlainError } from "../errors/earshot-error.ts";
import { downmix } from "../signal/downmix.ts";
import { SpectralPicture } from "../signal/spectral-picture.ts";
import type { Post } from "./live-intake.ts";
import type { RangeRequest } from "./protocol.ts";

/** Whichever is reached first: often enough to be seen growing, seldom enough to cost nothing. */
const COLUMNS_A_POST = 64;
const POST_EVERY_MS = 100;
/** 10 minutes of stereo at 48 kHz are 230 MB as floats. */
const MAX_READ_S = 600;

export class RangeIntake {
  readonly #post: Post;
  readonly #closing = new AbortController();
  /** When nothing more will be said; never rejects. */
  readonly done: Promise<void>;

  constructor(request: RangeRequest, post: Post) {
    this.#post = post;
    this.done = this.#run(request);
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(request: RangeRequest): Promise<void> {
    const { signal } = this.#closing;
    try {
      if (request.kind === "read-range") checkLength(request.toS - request.fromS);
      const range = await openRange(request.file, signal, askThrough(request.decoding, signal));
      try {
        await (request.kind === "open-picture" ? this.#draw(range, request) : this.#read(range, request));
      } finally {
        range.close();
      }
    } catch (thrown) {
      if (!signal.aborted) this.#post({ kind: "failed", id: request.id, error: toPlainError(thrown) });
    } finally {
      // Nobody asks the page any more.
      this.close();
    }
  }

  async #draw(range: FileRange, request: Extract<RangeRequest, { kind: "open-picture" }>): Promise<void> {
    const { id, fromS, toS, columns, bins } = request;
    const sampleRateHz = range.facts.sourceRateHz;
    const part = { from: fromS * sampleRateHz, to: toS * sampleRateHz };
    const picture = new SpectralPicture({ sampleRateHz, ...part, columns, bins });
    let postedMs = performance.now();
    const post = (): void => {
      if (picture.ready === 0) return;
      const { fromColumn, values } = picture.take();
      this.#post({ kind: "picture-columns", id, fromColumn, values }, [values.buffer]);
      postedMs = performance.now();
    };
    if (picture.firstSample < 0) picture.push(new Float32Array(-picture.firstSample));
    for await (const block of range.frames(picture.firstSample, picture.endSample, this.#closing.signal)) {
      picture.push(downmix(block.channels));
      if (picture.ready >= COLUMNS_A_POST || performance.now() - postedMs >= POST_EVERY_MS) post();
    }
    picture.finish();
    post();
    this.#post({ kind: "picture-ended", id });
  }

  async #read(range: FileRange, request: Extract<RangeRequest, { kind: "read-range" }>): Promise<void> {
    const { id, fromS, toS } = request;
    const { sourceRateHz: sampleRateHz, channels: channelCount } = range.facts;
    const from = Math.max(0, Math.round(fromS * sampleRateHz));
    const to = Math.max(from, Math.round(toS * sampleRateHz));
    const whole = Array.from({ length: channelCount }, () => new Float32Array(to - from));
    let frames = 0;
    for await (const block of range.frames(from, to, this.#closing.signal)) {
      block.channels.forEach((channel, index) => {
        whole[index]?.set(channel, frames);
      });
      frames += block.channels[0]?.length ?? 0;
    }
    const channels = frames === to - from ? whole : whole.map((channel) => channel.slice(0, frames));
    this.#post(
      { kind: "pcm", id, sampleRateHz, channels },
      channels.map(({ buffer }) => buffer),
    );
  }
}

function checkLength(lengthS: number): void {
  if (lengthS <= MAX_READ_S) return;
  throw new EarshotError("part-too-long", `${lengthS} s are too long to be read at once.`, {
    details: { maxS: MAX_READ_S },
  });
}
