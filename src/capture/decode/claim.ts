/**
 * What a file says about itself before it is decoded (where its sound begins, how long it is), and the comparison of that
 * with what came out: the only way to notice a file that was cut off cleanly between two packets.
 */
import type { Input, InputAudioTrack } from "mediabunny";
import { EarshotError } from "../../errors/earshot-error.ts";
import { loadMediabunny } from "./load-mediabunny.ts";
import { isCutMatroska } from "./matroska-size.ts";
import { readMp3Gapless } from "./mp3-gapless.ts";
import { isChained } from "./ogg-pages.ts";
import type { DecodeTrouble } from "./trouble.ts";
import { readWavClaim } from "./wav-header.ts";

/** Shorter than claimed by more than this is damage; less is the rounding of lengths to packets (46 ms at most). */
export const SHORT_S = 0.07;
/** Packets looked at to tell a constant from a variable bit rate. */
const CBR_PACKETS = 40;

export interface Claim {
  /** For display; null where the container does not say. */
  readonly durationS: number | null;
  /** The same where a shortfall proves damage; null where it is an estimate or another track's length. */
  readonly provenDurationS: number | null;
  /** The container's time that is the beginning of the file, s. */
  readonly originS: number;
  /** Encoder delay that timestamps do not tell of, s. */
  readonly skipS: number;
  /** Where the sound ends (what follows is padding), s after delay and origin; null = where the decoder ends. */
  readonly endS: number | null;
  /** What the container's times are rounded to, s; 0 where they are those of samples. */
  readonly timeStepS: number;
}

export async function claimOf(input: Input, track: InputAudioTrack, file: Blob): Promise<Claim> {
  const format = (await input.getFormat()).name;
  // A recording may start anywhere on its clock (broadcast: hours); the earliest track is where its player starts too.
  const originS = Math.max(0, await input.getFirstTimestamp().catch(() => 0));
  const metadataS = await track.getDurationFromMetadata().catch(() => null);
  const timeStepS = 1 / (await track.getTimeResolution());
  const plain = { durationS: metadataS, provenDurationS: null, originS, skipS: 0, endS: null, timeStepS: 0 };
  switch (format) {
    case "WAVE": {
      const wav = await readWavClaim(file);
      if (wav === null || wav.claimedFrames === null) return plain;
      return { ...plain, provenDurationS: wav.claimedFrames / wav.sampleRateHz };
    }
    case "MP3": {
      const gapless = await readMp3Gapless(file);
      // Without a tag the length is guessed from the first packet's bit rate: right for a constant one only.
      if (gapless === null) return (await hasEvenPackets(track)) ? plain : { ...plain, durationS: null };
      const rateHz = await track.getSampleRate();
      const skipS = gapless.skipFrames / rateHz;
      // Its end is not the file's; the container reader goes by the tag too.
      if (gapless.isJoined) return { ...plain, skipS, durationS: null };
      if (gapless.lengthFrames === null) return { ...plain, skipS };
      const endS = gapless.lengthFrames / rateHz;
      return { ...plain, skipS, endS, durationS: endS, provenDurationS: endS };
    }
    case "Ogg": {
      if (await isChained(file)) return { ...plain, durationS: null };
      // Not in the header, but on the last page, which is quickly found.
      const durationS = await track.computeDuration().catch(() => null);
      return { ...plain, durationS, endS: durationS === 0 ? null : durationS };
    }
    case "FLAC":
      return { ...plain, provenDurationS: metadataS === null ? null : metadataS - originS };
    case "MP4":
    case "QuickTime File Format":
      return {
        ...plain,
        provenDurationS: metadataS === null ? null : metadataS - originS,
        timeStepS,
        skipS: await opusDelay(track),
      };
    case "Matroska":
    case "WebM":
      return { ...plain, provenDurationS: (await isCutMatroska(file)) ? metadataS : null, timeStepS };
    case "MPEG Transport Stream":
      return { ...plain, timeStepS };
    default:
      return plain;
  }
}

/**
 * An edit list puts Opus' delay before time 0, but a decoder takes it off by itself, and calls what follows by the first
 * packet's time: a negative delay, so that nothing is taken off twice.
 */
async function opusDelay(track: InputAudioTrack): Promise<number> {
  return (await track.getCodec()) === "opus" ? Math.min(0, await track.getFirstTimestamp()) : 0;
}

async function hasEvenPackets(track: InputAudioTrack): Promise<boolean> {
  const { EncodedPacketSink } = await loadMediabunny();
  const sink = new EncodedPacketSink(track);
  const sizes: number[] = [];
  let packet = await sink.getFirstPacket({ metadataOnly: true });
  while (packet !== null && sizes.length < CBR_PACKETS) {
    sizes.push(packet.byteLength);
    packet = await sink.getNextPacket(packet, { metadataOnly: true });
  }
  // A padding byte now and then is part of a constant rate.
  return Math.max(...sizes) - Math.min(...sizes) <= 1;
}

/** What was wrong with the file, all in all; null when everything that it claims was decoded. */
export function damageOf(claim: Claim, trouble: DecodeTrouble, decodedS: number): EarshotError | null {
  const expectedS = claim.provenDurationS;
  const short = expectedS !== null && decodedS < expectedS - SHORT_S;
  if (trouble.badPackets === 0 && !short) return null;
  const unreadable = trouble.cause instanceof Error && trouble.cause.name === "NotReadableError";
  const details = {
    decodedS,
    expectedS: expectedS ?? claim.durationS ?? undefined,
    badPackets: trouble.badPackets,
    atS: trouble.atS === null ? undefined : Math.max(0, trouble.atS - claim.originS - claim.skipS),
  };
  const message = short ? "The file ends before its claimed length." : "Parts of the file could not be decoded.";
  return new EarshotError(unreadable ? "file-unreadable" : "file-damaged", message, { details, cause: trouble.cause });
}
