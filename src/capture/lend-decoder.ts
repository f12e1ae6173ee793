/**
 * The page's `decodeAudioData` for the audio worker (`decode/ask-page.ts`). Bytes of a small file come, channels go back: the page's
 * thread hands on, the browser decodes on a thread of its own.
 */

import type { BatchAnswer, BatchRequest } from "./decode/ask-page.ts";
import { decodeWithBrowser } from "./decode-on-page.ts";

/** @returns the worker's end, for `askThrough`; none where there is no `decodeAudioData` */
export function lendDecoder(): MessagePort[] {
  if (typeof OfflineAudioContext === "undefined") return [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data: { number, bytes, sampleRateHz } }: MessageEvent<BatchRequest>) => {
    const channels = await decode(bytes.buffer, sampleRateHz);
    const answer: BatchAnswer = { number, channels };
    port1.postMessage(answer, channels?.map(({ buffer }) => buffer) ?? []);
  };
  return [port2];
}

async function decode(bytes: ArrayBuffer, sampleRateHz: number): Promise<Float32Array<ArrayBuffer>[] | null> {
  try {
    const audio = await decodeWithBrowser(bytes, sampleRateHz);
    return Array.from({ length: audio.numberOfChannels }, (_, index) => audio.getChannelData(index));
  } catch {
    // The packets are decoded one by one then, which tells what is wrong with them.
    return null;
  }
}
