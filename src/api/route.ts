/** The addresses of the task, as the hosted service has them; the page's service worker and the server answer the same ones. */

/** `/models/ID` and `/hf-inference/models/ID`, with or without the task behind it (`/pipeline/audio-classification`). */
const ADDRESS = /^\/(?:hf-inference\/)?models\/(.+?)(?:\/pipeline\/audio-classification)?\/?$/;
/** An embedded name, or `owner/name` with an optional `@revision`. No part is `.` or `..`. */
const MODEL_ID = /^(?!\.{1,2}(?:\/|$))[\w.-]{1,96}(?:\/(?!\.{1,2}(?:@|$))[\w.-]{1,96})?(?:@[\w.-]{1,128})?$/;

export type ApiRoute = { readonly kind: "model"; readonly modelId: string } | { readonly kind: "no-model" };

/**
 * @param pathname below the app's own folder, still percent-encoded
 * @returns null where the address is none of the task's; `no-model` where it names nothing that a model could be called
 */
export function routeOf(pathname: string): ApiRoute | null {
  const found = ADDRESS.exec(pathname)?.[1];
  if (found === undefined) return null;
  const modelId = decoded(found);
  return modelId !== null && MODEL_ID.test(modelId) ? { kind: "model", modelId } : { kind: "no-model" };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
