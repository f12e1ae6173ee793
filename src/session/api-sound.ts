/**
 * A clip's bytes → all of its sound, mono at the model's rate, by the way that files go: the audio worker decodes, mixes and
 * resamples piece by piece, and the pieces are put together here.
 */
import { ApiError } from "../api/api-error.ts";
import { canDecodeOnPage, decodeOnPage } from "../capture/decode-on-page.ts";
import { asEarshotError, EarshotError, fromPlainError } from "../errors/earshot-error.ts";
import { unpackWindow, type WindowPack } from "../signal/window-pack.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import { EventInbox } from "./event-inbox.ts";

/** 38 MB at 16 kHz. */
const MOST_CLIP_S = 600;
const PIECE_S = 10;

/** @throws ApiError 413 for a clip over 10 minutes; EarshotError `file-*`, `worker-died`, `aborted` */
export async function readSound(
  stream: StreamClient,
  bytes: Uint8Array<ArrayBuffer>,
  sampleRateHz: number,
  gone: AbortSignal,
): Promise<Float32Array> {
  const file = new File([bytes], "audio");
  try {
    return await readDecodable(stream, file, sampleRateHz, gone);
  } catch (thrown) {
    const error = asEarshotError(thrown);
    if (thrown instanceof ApiError || !canDecodeOnPage(error)) throw thrown;
    return readDecodable(stream, await decodeOnPage(file, error.details, gone), sampleRateHz, gone);
  }
}

async function readDecodable(
  stream: StreamClient,
  file: File,
  sampleRateHz: number,
  gone: AbortSignal,
): Promise<Float32Array> {
  const inbox = new EventInbox();
  const windowSamples = PIECE_S * sampleRateHz;
  const plan = { sampleRateHz, windowSamples, hopSamples: windowSamples };
  const open = stream.openFile(file, plan, 1, inbox.take, inbox.fail);
  const onGone = () => inbox.fail(new EarshotError("aborted", "nobody waits for this clip"));
  gone.addEventListener("abort", onGone, { once: true });
  const pieces: Piece[] = [];
  try {
    open.grant(1);
    for (;;) {
      const event = await inbox.next();
      if (event.kind === "opened") checkLength(event.facts.durationS ?? 0);
      else if (event.kind === "pack") {
        pieces.push(...piecesOf(event.pack));
        checkLength((pieces.at(-1)?.start ?? 0) / sampleRateHz);
        open.grant(1);
      } else if (event.kind === "ended") {
        if (event.totalSamples > 0) return joined(pieces, event.totalSamples);
        throw event.damage ? fromPlainError(event.damage) : new EarshotError("file-too-short", "no sample of sound");
      }
    }
  } finally {
    gone.removeEventListener("abort", onGone);
    open.close();
  }
}

interface Piece {
  readonly start: number;
  readonly samples: Float32Array;
}

/** Copies: the worker uses a pack's memory again. */
function piecesOf(pack: WindowPack): Piece[] {
  return Array.from(pack.starts, (start, index) => {
    const real = (pack.ends[index] as number) - start;
    return { start, samples: unpackWindow(pack, index).slice(0, real) };
  });
}

/** The last piece ends with the sound, so it repeats a part of the one before. */
function joined(pieces: readonly Piece[], totalSamples: number): Float32Array {
  const whole = new Float32Array(totalSamples);
  for (const { start, samples } of pieces) whole.set(samples, start);
  return whole;
}

function checkLength(lengthS: number): void {
  if (lengthS <= MOST_CLIP_S) return;
  throw new ApiError(413, `The clip is longer than the ${MOST_CLIP_S} s that are taken. Send it in parts.`);
}
