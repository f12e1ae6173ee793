/** Parts of a file by the audio worker: as a picture, as sound. The file's own stream is `StreamClient.openFile`. */
import { decodingCancelled, throwIfAborted } from "../capture/decoding-cancelled.ts";
import { lendDecoder } from "../capture/lend-decoder.ts";
import type { EarshotError } from "../errors/earshot-error.ts";
import type { StreamEvent, StreamRequest } from "./protocol.ts";
import type { OpenStream, StreamClient, StreamListener } from "./stream-client.ts";

/** Which part of a file is drawn, s, and how finely. */
export interface PicturePart {
  readonly fromS: number;
  readonly toS: number;
  readonly columns: number;
  readonly bins: number;
}

export type PictureEvent = Extract<StreamEvent, { kind: "picture-columns" | "picture-ended" }>;

export interface RangeSound {
  readonly sampleRateHz: number;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** The spectrogram of a part; see `spectral-picture.ts`. Columns come in order, in parts, as they are made. */
export function openPicture(
  client: StreamClient,
  file: Blob,
  part: PicturePart,
  listen: (event: PictureEvent) => void,
  fail: (error: EarshotError) => void,
): Pick<OpenStream, "close"> {
  const hear: StreamListener = (event) => {
    if (event.kind === "picture-columns" || event.kind === "picture-ended") listen(event);
  };
  const decoding = lendDecoder();
  return client.open(hear, fail, (id) => ({ kind: "open-picture", id, file, ...part, decoding }), decoding);
}

/**
 * The sound of a part at the file's own rate, all channels: less than asked where the file ends before `toS`.
 * Errors: those of decoding, `part-too-long` (over 10 minutes), `worker-died`, `aborted`.
 */
export async function readRange(
  client: StreamClient,
  file: Blob,
  fromS: number,
  toS: number,
  signal: AbortSignal,
): Promise<RangeSound> {
  throwIfAborted(signal);
  let stop = (): void => {};
  try {
    return await new Promise<RangeSound>((resolve, reject) => {
      const hear: StreamListener = (event) => {
        if (event.kind === "pcm") resolve({ sampleRateHz: event.sampleRateHz, channels: event.channels });
      };
      const decoding = lendDecoder();
      const request = (id: number): StreamRequest => ({ kind: "read-range", id, file, fromS, toS, decoding });
      const stream = client.open(hear, reject, request, decoding);
      stop = () => {
        stream.close();
        reject(decodingCancelled(signal));
      };
      signal.addEventListener("abort", stop, { once: true });
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
