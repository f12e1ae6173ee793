/** Recordings whose content is known: the app's own sample sounds, one after another, with pauses. */
import { SAMPLES } from "../../src/samples/catalogue.ts";
import { wavBytes } from "../fixtures/wav.mjs";

/** Of every sample sound that the everyday-sounds model knows. */
export const SAMPLES_RATE_HZ = 48_000;

/** A sample sound by its id, at 48 kHz; `lengthS` of it from its beginning, where the whole is too long. */
export function sampleSound(id: string, lengthS = Number.POSITIVE_INFINITY): Float32Array {
  const sample = SAMPLES.find((one) => one.id === id);
  if (sample?.sampleRateHz !== SAMPLES_RATE_HZ) throw new Error(`no sample "${id}" at ${SAMPLES_RATE_HZ} Hz`);
  return sample.render().subarray(0, Math.min(Number.MAX_SAFE_INTEGER, Math.round(lengthS * SAMPLES_RATE_HZ)));
}

/** Sounds by their ids, pauses by their seconds. */
export function inTurn(parts: readonly (string | number | readonly [id: string, lengthS: number])[]): Float32Array {
  const sounds = parts.map((part) => {
    if (typeof part === "number") return new Float32Array(Math.round(part * SAMPLES_RATE_HZ));
    return typeof part === "string" ? sampleSound(part) : sampleSound(...part);
  });
  const whole = new Float32Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}

/** A WAV file to be given to the page, in 32-bit float, so that samples come back as they are. */
export function wavFile(name: string, channels: readonly Float32Array[], rateHz = SAMPLES_RATE_HZ) {
  return { name, mimeType: "audio/wav", buffer: Buffer.from(wavBytes(channels, rateHz, 32)) };
}
