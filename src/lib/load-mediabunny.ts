/** In the place of `capture/decode/load-mediabunny.ts` in the npm package: from where the page says that it is. */
import type { Mediabunny } from "../capture/decode/find-track.ts";
import { ownAddresses } from "./worker-addresses.ts";

export function loadMediabunny(): Promise<Mediabunny> {
  return import(/* @vite-ignore */ ownAddresses().mediabunny);
}
