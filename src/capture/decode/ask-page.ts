/** The page's `decodeAudioData`, asked from the audio worker: it exists on the page only. The other side is `lend-decoder.ts`. */
import type { DecodeBatch } from "./mp3-batches.ts";

export interface BatchRequest {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sampleRateHz: number;
}

export interface BatchAnswer {
  readonly number: number;
  /** Null where the browser cannot decode it. */
  readonly channels: Float32Array<ArrayBuffer>[] | null;
}

/**
 * Waits for an answer until the signal, which closes the port: then it is null.
 * @param lent what `lendDecoder` gave
 * @returns nothing where the page has no `decodeAudioData`
 */
export function askThrough([port]: readonly MessagePort[], signal: AbortSignal): DecodeBatch | undefined {
  if (!port) return undefined;
  const waiting = new Map<number, (channels: BatchAnswer["channels"]) => void>();
  let asked = 0;
  port.onmessage = ({ data: { number, channels } }: MessageEvent<BatchAnswer>) => {
    waiting.get(number)?.(channels);
    waiting.delete(number);
  };
  signal.addEventListener("abort", () => {
    port.close();
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  });
  return (bytes, sampleRateHz) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(null);
      const request: BatchRequest = { number: asked++, bytes, sampleRateHz };
      waiting.set(request.number, resolve);
      port.postMessage(request, [bytes.buffer]);
    });
}
