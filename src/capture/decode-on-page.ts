/**
 * For browsers without WebCodecs (Safari before 26, Firefox before 130, Firefox on Android): decodes a whole file at once
 * with `decodeAudioData`, which exists on the page only, and hands it back as a 32-bit float WAV, which the worker reads
 * without WebCodecs. So the rest of the way is the same. To be used only after the worker said `file-codec-unsupported`
 * with `audioDecoder: false`, and to be told to the person: it needs memory for the whole file and is therefore capped.
 */
import { EarshotError, type ErrorDetails } from "../errors/earshot-error.ts";
import { throwIfAborted } from "./decoding-cancelled.ts";

export const MAX_PAGE_DECODE_S = 600;
const MAX_PAGE_DECODE_BYTES = 200 * 1024 * 1024;
/** Above it decoded stereo of the capped length no longer fits in a phone's tab. */
const FALLBACK_RATE_HZ = 48_000;
const FLOAT_WAV = 3;
const HEADER_BYTES = 44;

/** The part of an AudioBuffer that is used, so that tests can make one. */
export type DecodedAudio = Pick<AudioBuffer, "numberOfChannels" | "length" | "sampleRate" | "getChannelData">;
export type DecodeAudio = (bytes: ArrayBuffer, sampleRateHz: number) => Promise<DecodedAudio>;

/** Whether this is the case that the page can help with. */
export function canDecodeOnPage(error: { readonly code: string; readonly details: ErrorDetails }): boolean {
  return error.code === "file-codec-unsupported" && error.details.audioDecoder === false;
}

/**
 * @param details of the worker's error: `sampleRateHz` keeps the file's own rate, `durationS` refuses a long file beforehand
 * Errors: `file-codec-unsupported` (also when over the cap: then with `maxS` and `maxBytes`), `file-unreadable`, `aborted`.
 */
export async function decodeOnPage(
  file: File,
  details: ErrorDetails,
  signal: AbortSignal,
  decode: DecodeAudio = decodeWithBrowser,
): Promise<File> {
  const { durationS, sampleRateHz } = details;
  if (file.size > MAX_PAGE_DECODE_BYTES || (typeof durationS === "number" && durationS > MAX_PAGE_DECODE_S)) {
    const caps = { maxS: MAX_PAGE_DECODE_S, maxBytes: MAX_PAGE_DECODE_BYTES };
    throw new EarshotError("file-codec-unsupported", "Too long to decode in one piece.", {
      details: { ...details, ...caps },
    });
  }
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw new EarshotError("file-unreadable", "The file cannot be read.", { cause });
  });
  throwIfAborted(signal);
  const rateHz = typeof sampleRateHz === "number" ? sampleRateHz : FALLBACK_RATE_HZ;
  const audio = await decode(bytes, rateHz).catch((cause: unknown) => {
    throw new EarshotError("file-codec-unsupported", "The browser cannot decode this file.", { details, cause });
  });
  throwIfAborted(signal);
  return new File(floatWav(audio), file.name, { type: "audio/wav" });
}

export async function decodeWithBrowser(bytes: ArrayBuffer, sampleRateHz: number): Promise<AudioBuffer> {
  // An offline context decodes to its own rate: the file's, so nothing is resampled that is not resampled by us.
  return new OfflineAudioContext(1, 1, sampleRateHz).decodeAudioData(bytes);
}

/** Header and interleaved frames; a second at a time, so there is never a second whole copy as one array. */
function floatWav(audio: DecodedAudio): ArrayBuffer[] {
  const { numberOfChannels, length, sampleRate } = audio;
  const bytesPerFrame = numberOfChannels * 4;
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const text = (at: number, value: string): void => {
    for (let index = 0; index < value.length; index++) header.setUint8(at + index, value.charCodeAt(index));
  };
  text(0, "RIFF");
  header.setUint32(4, HEADER_BYTES - 8 + length * bytesPerFrame, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, FLOAT_WAV, true);
  header.setUint16(22, numberOfChannels, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * bytesPerFrame, true);
  header.setUint16(32, bytesPerFrame, true);
  header.setUint16(34, 32, true);
  text(36, "data");
  header.setUint32(40, length * bytesPerFrame, true);
  const channels = Array.from({ length: numberOfChannels }, (_, index) => audio.getChannelData(index));
  const parts: ArrayBuffer[] = [header.buffer];
  for (let start = 0; start < length; start += sampleRate) {
    const frames = Math.min(sampleRate, length - start);
    const part = new Float32Array(frames * numberOfChannels);
    channels.forEach((channel, index) => {
      for (let frame = 0; frame < frames; frame++) part[frame * numberOfChannels + index] = channel[start + frame] ?? 0;
    });
    parts.push(part.buffer);
  }
  return parts;
}
