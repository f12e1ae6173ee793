/**
 * A window of sound as the body of a request. Float samples, so that the server hears what a model in the page would hear,
 * sample for sample: rounded to 16 bits quiet sound gives other scores (`docs/adr/0011-running-on-a-server.md` has figures).
 */
import { floatWav } from "../export/wav.ts";
import type { Activation } from "../scores/activation.ts";

/** The task's own parameters. */
export interface AskedParameters {
  readonly function_to_apply?: Activation;
  readonly top_k?: number;
}

/** @param parameters null: the bytes of the WAV alone, which every endpoint takes */
export function windowBody(samples: Float32Array, sampleRateHz: number, parameters: AskedParameters | null): Blob {
  const wav = floatWav([samples], sampleRateHz);
  if (parameters === null) return new Blob([wav], { type: "audio/wav" });
  // The official client sends a Blob as it is and leaves `parameters` beside it out: so the Blob holds both.
  return new Blob([`{"inputs":"`, base64(wav), `","parameters":${JSON.stringify(parameters)}}`], {
    type: "application/json",
  });
}

/** Characters that one call of `fromCharCode` takes in every engine; a multiple of 3, so that pieces join without padding. */
const PIECE = 3 * 8192;

/** `Uint8Array.prototype.toBase64` is not in every browser yet. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return text;
}
