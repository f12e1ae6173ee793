/**
 * What a repository holds, where a mirror cannot list it: the names that matter are asked for one by one, by HEAD. Also fills in
 * the sizes that a listing leaves out. Unknown to it: licence, task, and whether the model is gated.
 */
import { graphPaths } from "../../models/precision-offers.ts";
import type { ModelReference } from "../../models/reference.ts";
import type { HubModel, RepoFile } from "../../models/repo-files.ts";
import { TAGGER_FILE } from "../../models/tagger-schema.ts";

const SIDE_FILES = ["config.json", "preprocessor_config.json", TAGGER_FILE];
/** Asked for only where there is no ONNX: a model may be made of them. */
const OTHER_WEIGHTS = ["model.safetensors", "pytorch_model.bin"];
/** A hostile mirror that has every file must not be asked for ever. */
const MOST_CHUNKS = 64;

/** What HEAD tells of a file. */
export interface HubFileHead {
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly commit: string | null;
}

interface Heads {
  /** Null where there is no such file. */
  head(at: Pick<HubModel, "name" | "commit">, file: string): Promise<HubFileHead | null>;
}

/** Null where neither a configuration nor an `earshot.json` is there: then it is no mirror of this model. */
export async function listMirror(hub: Heads, { name, revision }: ModelReference): Promise<HubModel | null> {
  const at = { name, commit: revision };
  const side = await headAll(hub, at, SIDE_FILES);
  const commit = side.find((file) => file.commit !== null)?.commit ?? revision;
  if (!side.some(({ path }) => path === "config.json" || path === TAGGER_FILE)) return null;
  const pinned = { name, commit };
  const graphs = await headAll(
    hub,
    pinned,
    graphPaths().map(({ path }) => path),
  );
  const data = await Promise.all(graphs.map(({ path }) => externalData(hub, pinned, path)));
  const others = graphs.length > 0 ? [] : await headAll(hub, pinned, OTHER_WEIGHTS);
  const files = [...side, ...graphs, ...data.flat(), ...others].map(({ path, bytes, sha256 }) => ({
    path,
    bytes,
    sha256,
  }));
  const unknown = { gated: false, disabled: false, pipelineTag: null, libraryName: null, licence: null };
  return { name, revision, commit, ...unknown, files };
}

/** Some mirrors list files without their sizes. */
export async function withSizes(hub: Heads, model: HubModel): Promise<HubModel> {
  const files = await Promise.all(
    model.files.map(async (file) => {
      if (file.bytes !== null || !/\.onnx(?:[._]data(?:_\d{1,4})?)?$/.test(file.path)) return file;
      const found = await hub.head(model, file.path);
      return { path: file.path, bytes: found?.bytes ?? null, sha256: found?.sha256 ?? file.sha256 };
    }),
  );
  return { ...model, files };
}

type Found = RepoFile & { readonly commit: string | null };

async function headAll(hub: Heads, at: { name: string; commit: string }, paths: readonly string[]): Promise<Found[]> {
  const heads = await Promise.all(paths.map((path) => hub.head(at, path)));
  return heads.flatMap((head, index) => (head ? [{ path: paths[index] ?? "", ...head }] : []));
}

async function externalData(hub: Heads, at: { name: string; commit: string }, graph: string): Promise<Found[]> {
  const first = await headAll(hub, at, [`${graph}_data`, `${graph}.data`]);
  if (!first.some(({ path }) => path === `${graph}_data`)) return first;
  const found = [...first];
  for (let chunk = 1; chunk <= MOST_CHUNKS; chunk++) {
    const next = await headAll(hub, at, [`${graph}_data_${chunk}`]);
    if (next.length === 0) break;
    found.push(...next);
  }
  return found;
}
