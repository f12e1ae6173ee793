/**
 * Opens a sound or video file for decoding in pieces: native rate, all channels, flat memory. Runs in a worker, uses no DOM
 * and no AudioContext; the container reader (mediabunny) is loaded on first use. PCM needs no WebCodecs, all else does.
 *
 * Errors, at once: `file-empty`, `file-unreadable`, `file-not-audio`, `file-no-audio-track`, `file-codec-unsupported`
 * (details: `codec`, `audioDecoder` = whether the browser has WebCodecs at all, and what the container says), `file-damaged`
 * (not even the first piece), `aborted`. Damage further on keeps what was decoded and is told by `damage()`.
 */
import type { Input, InputAudioTrack } from "mediabunny";
import { EarshotError, type ErrorDetails } from "../../errors/earshot-error.ts";
import type { StreamFacts } from "../pcm.ts";
import { claimOf, damageOf } from "./claim.ts";
import { convertPcm, type DecodeTrouble, decodePackets } from "./decode-packets.ts";
import type { DecodedFile, PcmBlock } from "./decoded-file.ts";
import { foreignFormatOf } from "./foreign-formats.ts";
import { type PcmPiece, Timeline } from "./timeline.ts";
import { repairUnfinishedWav } from "./wav-header.ts";

type Mediabunny = typeof import("mediabunny");
type Pieces = AsyncGenerator<PcmPiece, void, undefined>;

export async function openFile(file: Blob, signal: AbortSignal): Promise<DecodedFile> {
  throwIfAborted(signal);
  if (file.size === 0) throw new EarshotError("file-empty", "The file has no bytes.");
  const readable = await repairUnfinishedWav(file).catch((cause: unknown) => {
    throw new EarshotError("file-unreadable", "The file cannot be read.", { cause, details: { bytes: file.size } });
  });
  const media = await import("mediabunny");
  throwIfAborted(signal);
  const input = openInput(media, readable);
  const dispose = (): void => input.dispose();
  signal.addEventListener("abort", dispose, { once: true });
  const close = (): void => {
    signal.removeEventListener("abort", dispose);
    input.dispose();
  };
  try {
    return await openTrack(media, input, readable, signal, close);
  } catch (thrown) {
    close();
    throwIfAborted(signal);
    throw thrown;
  }
}

async function openTrack(
  media: Mediabunny,
  input: Input,
  file: Blob,
  signal: AbortSignal,
  close: () => void,
): Promise<DecodedFile> {
  const track = await findTrack(input, file);
  const claim = await claimOf(input, track, file);
  const config = await track.getDecoderConfig();
  const codec = (await track.getCodec()) ?? String((await track.getInternalCodecId()) ?? "unknown");
  if (config === null || !(await track.canDecode())) {
    throw unsupported(codec, { sampleRateHz: config?.sampleRate, durationS: claim.durationS ?? undefined });
  }
  const trouble: DecodeTrouble = { cause: null, atS: null, badPackets: 0 };
  const pieces =
    codec.startsWith("pcm-") || codec === "ulaw" || codec === "alaw"
      ? convertPcm(media, track, trouble)
      : decodePackets(media, track, config, trouble);
  const first = await nextPiece(pieces);
  if (first === null) {
    throw new EarshotError("file-damaged", "Nothing in the file could be decoded.", {
      details: { codec, decodedS: 0, expectedS: claim.durationS ?? undefined },
      cause: trouble.cause,
    });
  }
  const timeline = new Timeline({
    sampleRateHz: first.sampleRateHz,
    channelCount: first.channels.length,
    originS: claim.originS + claim.skipS,
    endFrame: claim.endS === null ? Number.POSITIVE_INFINITY : Math.round(claim.endS * first.sampleRateHz),
  });
  const facts: StreamFacts = {
    sourceRateHz: first.sampleRateHz,
    channels: first.channels.length,
    durationS: claim.durationS,
    codec,
  };
  return {
    facts,
    blocks: () => place(first, pieces, timeline, signal, close),
    damage: () => damageOf(claim, trouble, timeline.frames / first.sampleRateHz),
    close: () => {
      void pieces.return(); // a decoder that waits for its reader ends too
      close();
    },
  };
}

async function* place(
  first: PcmPiece,
  pieces: Pieces,
  timeline: Timeline,
  signal: AbortSignal,
  close: () => void,
): AsyncGenerator<PcmBlock, void, undefined> {
  try {
    let piece: PcmPiece | null = first;
    while (piece !== null) {
      throwIfAborted(signal);
      yield* timeline.place(piece);
      piece = await nextPiece(pieces);
    }
    throwIfAborted(signal);
  } finally {
    await pieces.return();
    close();
  }
}

async function nextPiece(pieces: Pieces): Promise<PcmPiece | null> {
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true || value === undefined) return null;
    // Vorbis' first packet, for one, gives a piece without frames.
    if ((value.channels[0]?.length ?? 0) > 0) return value;
  }
}

function openInput(media: Mediabunny, file: Blob): Input {
  // HLS is left out: a playlist names other addresses, and a file from the disk must never cause a request.
  const { MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS } = media;
  const formats = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];
  return new media.Input({ formats, source: new media.BlobSource(file) });
}

/** The first audio track that can be decoded, the container's primary one before others. */
async function findTrack(input: Input, file: Blob): Promise<InputAudioTrack> {
  if (!(await input.canRead())) {
    const foreign = await foreignFormatOf(file);
    if (foreign !== null) throw unsupported(foreign, {});
    throw new EarshotError("file-not-audio", "The bytes are of no known sound or video format.");
  }
  const tracks = await input.getTracks().catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    const wavFormat = /^unsupported wave.*format tag (\d+)/i.exec(message)?.[1];
    if (wavFormat !== undefined) throw unsupported(`WAV format ${wavFormat}`, {});
    throw new EarshotError("file-damaged", message, { details: { decodedS: 0 }, cause });
  });
  if (tracks.length === 0) {
    throw new EarshotError("file-damaged", "The file names no tracks.", { details: { decodedS: 0 } });
  }
  const primary = await input.getPrimaryAudioTrack();
  const audio = tracks.filter((track) => track.isAudioTrack());
  const ordered = primary === null ? audio : [primary, ...audio.filter((track) => track !== primary)];
  for (const track of ordered) if (await track.canDecode()) return track;
  const undecodable = ordered[0];
  if (undecodable !== undefined) return undecodable;
  throw new EarshotError("file-no-audio-track", "The file has no sound track.", { details: { tracks: tracks.length } });
}

function unsupported(codec: string, details: ErrorDetails): EarshotError {
  const audioDecoder = typeof AudioDecoder !== "undefined";
  return new EarshotError("file-codec-unsupported", `No decoder for ${codec}.`, {
    details: { ...details, codec, audioDecoder },
  });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EarshotError("aborted", "Decoding was cancelled.", { cause: signal.reason });
}
