/**
 * The common beginning of a whole pass (`open-file.ts`) and of a part (`open-range.ts`): the track is found, the first
 * piece is decoded (only it tells the true rate and channels), and where frame 0 lies is settled, so that both count
 * frames in the same way. Runs in a worker, uses no DOM and no AudioContext; the container reader (mediabunny) is loaded
 * on first use. PCM needs no WebCodecs, all else does.
 *
 * Errors: `file-empty`, `file-unreadable`, `file-not-audio`, `file-no-audio-track`, `file-codec-unsupported` (details:
 * `codec`, `audioDecoder` = whether the browser has WebCodecs at all, and what the container says), `file-damaged` (not
 * even the first piece), `aborted`.
 */
import type { Input } from "mediabunny";
import { EarshotError } from "../../errors/earshot-error.ts";
import { SpareArrays } from "../../signal/spare-arrays.ts";
import { throwIfAborted } from "../decoding-cancelled.ts";
import type { StreamFacts } from "../pcm.ts";
import { type Claim, claimOf } from "./claim.ts";
import { convertPcm, decodePackets, type Pieces } from "./decode-packets.ts";
import type { DecodedPiece } from "./decoder-run.ts";
import { findTrack, type Mediabunny, openInput, unsupported } from "./find-track.ts";
import { wholeFlacFrames } from "./flac-frames.ts";
import { loadMediabunny } from "./load-mediabunny.ts";
import { type DecodeBatch, decodeMp3 } from "./mp3-batches.ts";
import { isLayer2 } from "./mp3-gapless.ts";
import { withoutCutPage } from "./ogg-pages.ts";
import { pcmFormat, readPcm } from "./pcm-packets.ts";
import { soundPackets } from "./sound-packets.ts";
import type { TimelineOptions } from "./timeline.ts";
import { type DecodeTrouble, noTrouble } from "./trouble.ts";
import { repairUnfinishedWav } from "./wav-header.ts";

/** Owns the file's reader and decoder until `close()`. */
export interface OpenTrack {
  readonly facts: StreamFacts;
  readonly claim: Claim;
  readonly timing: TimelineOptions;
  /** What went wrong with `first` and `rest`; filled in while they are read. */
  readonly trouble: DecodeTrouble;
  /** Takes back the channels of a piece of `rest` that nobody needs any more. */
  readonly spare: SpareArrays;
  readonly first: DecodedPiece;
  /** The pieces after `first`. */
  readonly rest: Pieces;
  /** Another decoder, from the packet that sounds at this time of the container on (or the one before it). */
  decodeFrom(containerS: number): Pieces;
  /** Idempotent; ends a decoder that waits for its reader too. */
  close(): void;
}

/** @param decodeBatch for what is decoded from the beginning on; absent = packets are decoded one by one */
export async function openTrack(file: Blob, signal: AbortSignal, decodeBatch?: DecodeBatch): Promise<OpenTrack> {
  throwIfAborted(signal);
  if (file.size === 0) throw new EarshotError("file-empty", "The file has no bytes.");
  const readable = await repairUnfinishedWav(file)
    .then(withoutCutPage)
    .catch((cause: unknown) => {
      throw new EarshotError("file-unreadable", "The file cannot be read.", { cause, details: { bytes: file.size } });
    });
  const media = await loadMediabunny();
  throwIfAborted(signal);
  const input = openInput(media, readable);
  const dispose = (): void => input.dispose();
  signal.addEventListener("abort", dispose, { once: true });
  const close = (): void => {
    signal.removeEventListener("abort", dispose);
    input.dispose();
  };
  try {
    return await startDecoding(media, input, readable, readable.size < file.size, close, decodeBatch);
  } catch (thrown) {
    close();
    throwIfAborted(signal);
    throw thrown;
  }
}

async function startDecoding(
  media: Mediabunny,
  input: Input,
  file: Blob,
  isCut: boolean,
  closeInput: () => void,
  decodeBatch?: DecodeBatch,
): Promise<OpenTrack> {
  const track = await findTrack(input, file);
  const claim = await claimOf(input, track, file);
  const config = await track.getDecoderConfig();
  const codec = (await track.getCodec()) ?? String((await track.getInternalCodecId()) ?? "unknown");
  if (config === null || !(await track.canDecode())) {
    throw unsupported(codec, { sampleRateHz: config?.sampleRate, durationS: claim.durationS ?? undefined });
  }
  const isPcm = codec.startsWith("pcm-") || codec === "ulaw" || codec === "alaw";
  const claimedEndS = claim.durationS === null ? null : claim.originS + claim.durationS;
  const source = { media, input, track, file, format: (await input.getFormat()).name, codec, isCut, claimedEndS };
  const decode = (into: DecodeTrouble, fromS: number, spare = new SpareArrays()): Pieces => {
    const format = pcmFormat(codec);
    if (format) return readPcm(media, track, format, config, into, spare, fromS);
    if (isPcm) return convertPcm(media, track, into, spare, fromS);
    const sound = soundPackets(source, into, fromS);
    const packets = codec === "flac" ? wholeFlacFrames(sound, into) : sound;
    const oneByOne = (some: typeof packets): Pieces => decodePackets(media, some, config, into, spare);
    const inBatches = codec === "mp3" && source.format === "MP3" && fromS === Number.NEGATIVE_INFINITY;
    return decodeMp3(file, packets, inBatches ? decodeBatch : undefined, oneByOne);
  };
  const trouble = noTrouble();
  const spare = new SpareArrays();
  const rest = decode(trouble, Number.NEGATIVE_INFINITY, spare);
  const first = await nextPiece(rest);
  if (first === null) {
    if (codec === "mp3" && (await isLayer2(file))) throw unsupported("MP2", {});
    throw new EarshotError("file-damaged", "Nothing in the file could be decoded.", {
      details: { codec, decodedS: 0, expectedS: claim.durationS ?? undefined },
      cause: trouble.cause,
    });
  }
  const sampleRateHz = first.sampleRateHz;
  const channels = first.channels.length;
  return {
    facts: { sourceRateHz: sampleRateHz, channels, durationS: claim.durationS, codec },
    claim,
    timing: {
      sampleRateHz,
      channelCount: channels,
      originS: claim.originS + claim.skipS,
      endFrame: claim.endS === null ? Number.POSITIVE_INFINITY : Math.round(claim.endS * sampleRateHz),
    },
    trouble,
    spare,
    first,
    rest,
    decodeFrom: (containerS) => decode(noTrouble(), containerS),
    close: () => {
      void rest.return();
      closeInput();
    },
  };
}

/** The next piece that has frames; null at the end. */
export async function nextPiece(pieces: Pieces): Promise<DecodedPiece | null> {
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true || value === undefined) return null;
    // Vorbis' first packet, for one, gives a piece without frames.
    if ((value.channels[0]?.length ?? 0) > 0) return value;
  }
}
