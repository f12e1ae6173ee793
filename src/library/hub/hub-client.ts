/**
 * Asks one Hub about one model: what there is (`model`), its small files (`json`, `text`), and stretches of large ones
 * (`source`). Keeps nothing. Every failure is coded; nothing is tried twice, because a person is waiting and can press again.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource } from "../../models/checkpoint/checkpoint.ts";
import { invalidFile } from "../../models/parse-json.ts";
import type { OfferedFile } from "../../models/precision.ts";
import { formatReference, type ModelReference } from "../../models/reference.ts";
import type { HubModel } from "../../models/repo-files.ts";
import { hubProblem } from "./hub-problem.ts";
import { readRange } from "./hub-range.ts";
import { askHub, type HubAnswer, type HubTransport } from "./hub-request.ts";
import { readHubInfo } from "./hub-schema.ts";
import { hubSource } from "./hub-source.ts";
import { discussionsUrl, fileUrl, infoUrl } from "./hub-urls.ts";
import { type HubFileHead, listMirror, withSizes } from "./mirror-listing.ts";

/** Ten thousand labels are half a megabyte; what is larger was not made to be read. */
export const MAX_JSON_BYTES = 10e6;

type RepoAt = Pick<HubModel, "name" | "commit">;

export class HubClient {
  readonly #endpoint: string;
  readonly #transport: HubTransport;

  constructor(endpoint: string, transport: HubTransport) {
    this.#endpoint = endpoint;
    this.#transport = transport;
  }

  /** @throws EarshotError `model-not-found` | `model-gated` | `hub-*` | `model-unreachable` | `aborted` */
  async model(reference: ModelReference): Promise<HubModel> {
    const id = formatReference(reference);
    const endpoint = this.#endpoint;
    const strange = () =>
      new EarshotError("hub-answer-invalid", `no Hub at ${endpoint}`, { details: { id, endpoint } });
    const answer = await this.#ask(infoUrl(endpoint, reference), "GET", id, strange);
    if (!answer.response.ok) {
      const problem = this.#problem(answer, id, { revision: reference.revision });
      return (await this.#mirrored(answer.response, reference)) ?? Promise.reject(problem);
    }
    const model = readHubInfo(parsed(answer.text, strange), reference);
    if (model === null) throw strange();
    return withSizes(this, model);
  }

  /** @throws EarshotError as `text`, or `model-config-invalid` where it is no JSON */
  async json(at: RepoAt, file: string): Promise<unknown> {
    return parsed(await this.text(at, file), () => invalidFile(file, "it is not JSON"));
  }

  /** @throws EarshotError `model-config-invalid` where it is too large; else as `model` */
  async text(at: RepoAt, file: string): Promise<string> {
    const tooLarge = () => invalidFile(file, `it is larger than ${MAX_JSON_BYTES / 1e6} MB`);
    const answer = await this.#ask(fileUrl(this.#endpoint, at.name, at.commit, file), "GET", at.name, tooLarge);
    if (!answer.response.ok) throw this.#problem(answer, at.name, { file });
    return answer.text;
  }

  /** A file that is read at places. */
  source(at: RepoAt, { path, bytes }: Pick<OfferedFile, "path" | "bytes">): ByteSource {
    const url = fileUrl(this.#endpoint, at.name, at.commit, path);
    const about = { url, id: at.name, file: path, totalBytes: bytes };
    return hubSource(bytes, (offset, length) => readRange({ ...about, offset, length }, this.#transport));
  }

  /** Open ones, unchecked; null where the Hub has none to tell of, or does not tell. @throws EarshotError `hub-stalled` | `aborted` */
  async discussions({ name }: Pick<HubModel, "name">): Promise<unknown> {
    const tooLarge = () => new EarshotError("hub-answer-invalid", "more discussions than anybody reads");
    const answer = await this.#ask(discussionsUrl(this.#endpoint, name), "GET", name, tooLarge);
    if (!answer.response.ok) return null;
    try {
      return JSON.parse(answer.text);
    } catch {
      return null; // A mirror that answers with a page.
    }
  }

  /** Null where there is no such file. @throws EarshotError as `model` */
  async head(at: RepoAt, file: string): Promise<HubFileHead | null> {
    const never = () => new EarshotError("internal", "HEAD has no body");
    const answer = await this.#ask(fileUrl(this.#endpoint, at.name, at.commit, file), "HEAD", at.name, never);
    const { ok, status, headers } = answer.response;
    if (status === 404) return null;
    if (!ok) throw this.#problem(answer, at.name, { file });
    // After a redirect only the store's own headers are seen: they carry the length, and seldom the hash.
    const length = headers.get("x-linked-size") ?? headers.get("content-length");
    const bytes = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
    const sha256 = hashOf(headers.get("x-linked-etag")) ?? hashOf(headers.get("etag"));
    const commit = headers.get("x-repo-commit");
    return { bytes, sha256, commit: commit !== null && /^[0-9a-f]{40,64}$/i.test(commit) ? commit : null };
  }

  /** A mirror serves files but knows no `/api`: then its configuration is there although the API is not. */
  async #mirrored({ status, headers }: Response, reference: ModelReference): Promise<HubModel | null> {
    const noApi = (status === 404 || status === 405 || status === 501) && !headers.has("x-error-code");
    return noApi ? listMirror(this, reference) : null;
  }

  async #ask(url: string, method: "GET" | "HEAD", id: string, tooLarge: () => EarshotError): Promise<HubAnswer> {
    try {
      return await askHub(url, method, this.#transport, { maxBytes: MAX_JSON_BYTES, tooLarge });
    } catch (thrown) {
      if (!(thrown instanceof EarshotError) || thrown.details.id !== undefined) throw thrown;
      const { code, message, transient, details, cause } = thrown;
      throw new EarshotError(code, message, { transient, details: { id, ...details }, cause });
    }
  }

  #problem(answer: HubAnswer, id: string, more: { readonly file?: string; readonly revision?: string }): EarshotError {
    return hubProblem(answer.response, { id, ...more, withToken: this.#transport.token !== null }, answer.text);
  }
}

/** The entity tag of a file in large-file storage is its SHA-256; of others it is something else, of another length. */
function hashOf(etag: string | null): string | null {
  return /^"?(?<hash>[0-9a-f]{64})"?$/i.exec(etag ?? "")?.groups?.hash?.toLowerCase() ?? null;
}

function parsed(text: string, otherwise: () => EarshotError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw otherwise();
  }
}
