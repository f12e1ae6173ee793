/** The Hub's URL layout, on any endpoint. Names and revisions come from `models/reference.ts`, so that they are safe in a path. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ModelReference } from "../../models/reference.ts";

/** What `/api/models` says, with the size and hash of every file. */
export function infoUrl(endpoint: string, { name, revision }: ModelReference): string {
  return `${endpointBase(endpoint)}/api/models/${pathOf(name)}/revision/${encodeURIComponent(revision)}?blobs=true`;
}

/** As transformers asks for them: whoever opened them, pull requests among them. */
export function discussionsUrl(endpoint: string, name: string): string {
  return `${endpointBase(endpoint)}/api/models/${pathOf(name)}/discussions?p=0`;
}

/** @param commit or any revision; @param file path in the repository */
export function fileUrl(endpoint: string, name: string, commit: string, file: string): string {
  return `${endpointBase(endpoint)}/${pathOf(name)}/resolve/${encodeURIComponent(commit)}/${pathOf(file)}`;
}

function pathOf(text: string): string {
  return text.split("/").map(encodeURIComponent).join("/");
}

/** Without a trailing slash. @throws EarshotError `hub-answer-invalid` where it is no address of the web */
function endpointBase(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new EarshotError("hub-answer-invalid", `${endpoint} is no address`, { details: { endpoint } });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
