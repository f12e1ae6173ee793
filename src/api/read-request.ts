/**
 * A call's body → the audio's bytes and the parameters. JSON with base64, or the bytes alone; which of them, the content
 * type says, as with the hosted service. Anything that is not the contract's is refused by name, nothing is guessed.
 */
import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import type { AudioClassificationParameters } from "./contract.ts";
import { checked, ParametersSchema, readParameters } from "./read-parameters.ts";

export interface ApiRequest {
  readonly audio: Uint8Array<ArrayBuffer>;
  readonly parameters: AudioClassificationParameters;
}

const BodySchema = v.looseObject(
  {
    inputs: v.pipe(v.string("`inputs` must be a base64 string"), v.minLength(1, "`inputs` is empty")),
    parameters: v.nullish(ParametersSchema),
  },
  "The body must be an object with `inputs`",
);

/** @throws ApiError 400 */
export function readRequest(body: Uint8Array<ArrayBuffer>, contentType: string | null): ApiRequest {
  if (body.length === 0) throw new ApiError(400, "The request has no body. Send the bytes of an audio file, or JSON.");
  if (!isJson(contentType)) return { audio: body, parameters: {} };
  const { inputs, parameters } = parsed(body);
  return { audio: fromBase64(inputs), parameters: readParameters(parameters ?? {}) };
}

function isJson(contentType: string | null): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return type === "application/json" || type.endsWith("+json");
}

function parsed(body: Uint8Array<ArrayBuffer>) {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new ApiError(400, "The body is not valid JSON.");
  }
  return checked(BodySchema, json);
}

/** Standard base64, with or without padding and line breaks. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    throw new ApiError(400, "`inputs` is not valid base64.");
  }
}
