/** From bytes to the one sound track that is heard: which containers are read, which track is taken, what is refused. */
import type { Input, InputAudioTrack } from "mediabunny";
import { EarshotError, type ErrorDetails } from "../../errors/earshot-error.ts";
import { foreignFormatOf, wavFormatName } from "./foreign-formats.ts";

export type Mediabunny = typeof import("mediabunny");

export function openInput(media: Mediabunny, file: Blob): Input {
  // HLS is left out: a playlist names other addresses, and a file from the disk must never cause a request.
  const { MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS } = media;
  const formats = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];
  return new media.Input({ formats, source: new media.BlobSource(file) });
}

/**
 * The first audio track that can be decoded, the container's primary one before others; where none can, the first.
 * Errors: `file-not-audio`, `file-codec-unsupported`, `file-damaged`, `file-no-audio-track`.
 */
export async function findTrack(input: Input, file: Blob): Promise<InputAudioTrack> {
  const refuseForeign = async (): Promise<void> => {
    const foreign = await foreignFormatOf(file);
    if (foreign !== null) throw unsupported(foreign, {});
  };
  // It throws where a file is shorter than a header that it looks for.
  if (!(await input.canRead().catch(() => false))) {
    await refuseForeign();
    throw new EarshotError("file-not-audio", "The bytes are of no known sound or video format.");
  }
  const tracks = await input.getTracks().catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    const wavFormat = /^unsupported wave.*format tag (\d+)/i.exec(message)?.[1];
    if (wavFormat !== undefined) throw unsupported(wavFormatName(wavFormat), {});
    throw new EarshotError("file-damaged", message, { details: { decodedS: 0 }, cause });
  });
  if (tracks.length === 0) {
    await refuseForeign();
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

export function unsupported(codec: string, details: ErrorDetails): EarshotError {
  const audioDecoder = typeof AudioDecoder !== "undefined";
  return new EarshotError("file-codec-unsupported", `No decoder for ${codec}.`, {
    details: { ...details, codec, audioDecoder },
  });
}
