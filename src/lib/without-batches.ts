/** In the place of what decodes MP3 in batches (`capture/`), in the npm package: there, packets are decoded one by one. */
import type { askThrough as ask } from "../capture/decode/ask-page.ts";
import type { decodeMp3 as decodeInBatches } from "../capture/decode/mp3-batches.ts";
import type { lendDecoder as lend } from "../capture/lend-decoder.ts";

export const lendDecoder: typeof lend = () => [];
export const askThrough: typeof ask = () => undefined;
export const decodeMp3: typeof decodeInBatches = (_file, packets, _decodeBatch, oneByOne) => oneByOne(packets);
