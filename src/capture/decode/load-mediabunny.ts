/** The demuxers and decoders, fetched when the first file comes. The npm package has another way to them: `lib/load-mediabunny.ts`. */
import type { Mediabunny } from "./find-track.ts";

export const loadMediabunny = (): Promise<Mediabunny> => import("mediabunny");
