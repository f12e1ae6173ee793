/**
 * A file's bytes → mono sound at the model's rate, where there is no `AudioDecoder`. PCM (WAV) goes the app's own way, sample for
 * sample; the rest is decoded by `audio-decode` (FLAC, MP3, Ogg Vorbis and Opus, AAC in MP4, WebM and others, all in
 * WebAssembly). Downmix and resampler are the app's in both cases.
 */
import decode from "audio-decode";
import { ApiError } from "../api/api-error.ts";
import { openFile } from "../capture/decode/open-file.ts";
import { asEarshotError, EarshotError } from "../errors/earshot-error.ts";
import { downmix } from "../signal/downmix.ts";
import { Resampler } from "../signal/resampler.ts";

/** Seconds. What has a codec is decoded whole: half an hour of stereo is 600 MB. */
const MOST_CLIP_S = 1800;

interface MonoSound {
  readonly pieces: readonly Float32Array[];
  readonly rateHz: number;
}

/** @throws EarshotError `file-not-audio`, `file-damaged`, `file-no-audio-track`, `file-too-short`; ApiError 413 */
export async function decodeAudio(bytes: Uint8Array<ArrayBuffer>, rateHz: number): Promise<Float32Array> {
  const sound = (await decodePcm(bytes)) ?? (await decodeCoded(bytes));
  const resampler = new Resampler(sound.rateHz, rateHz);
  const samples = joined([...sound.pieces.map((piece) => resampler.push(piece).slice()), resampler.flush().slice()]);
  if (samples.length === 0) throw new EarshotError("file-too-short", "no sample of sound");
  return samples;
}

/** Null where it is no PCM that mediabunny can read. */
async function decodePcm(bytes: Uint8Array<ArrayBuffer>): Promise<MonoSound | null> {
  try {
    const file = await openFile(new Blob([bytes]), new AbortController().signal);
    refuseLong(file.facts.durationS);
    const pieces: Float32Array[] = [];
    for await (const { channels } of file.blocks()) pieces.push(downmix(channels).slice());
    return { pieces, rateHz: file.facts.sourceRateHz };
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown;
    const error = asEarshotError(thrown);
    refuseLong(error.details.durationS);
    // Either it has a codec, or it is a container that mediabunny does not know.
    if (error.code === "file-codec-unsupported" || error.code === "file-not-audio") return null;
    throw error;
  }
}

async function decodeCoded(bytes: Uint8Array): Promise<MonoSound> {
  const { channelData, sampleRate } = await decode(bytes).catch((cause: unknown) => {
    throw new EarshotError("file-not-audio", "no decoder takes it", { cause });
  });
  if (channelData.length === 0) throw new EarshotError("file-damaged", "no channel came out");
  return { pieces: [downmix(channelData)], rateHz: sampleRate };
}

function refuseLong(durationS: unknown): void {
  if (typeof durationS !== "number" || durationS <= MOST_CLIP_S) return;
  throw new ApiError(413, `The clip is longer than ${MOST_CLIP_S / 60} minutes.`);
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
