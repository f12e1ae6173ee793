/** A recording of ../shared/hub/inputs: 16-bit PCM, mono, 16 kHz, its data behind a header of 44 bytes. */
import { readFileSync } from "node:fs";

export function readWav(path: string): Float32Array {
  const bytes = readFileSync(path);
  if (bytes.toString("latin1", 36, 40) !== "data") throw new TypeError(`${path} is laid out otherwise`);
  const samples = new Float32Array((bytes.length - 44) / 2);
  for (let at = 0; at < samples.length; at++) samples[at] = bytes.readInt16LE(44 + 2 * at) / 32_768;
  return samples;
}
