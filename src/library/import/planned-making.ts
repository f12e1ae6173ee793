/** What of a row says how a model is made of a checkpoint: which files pass by, which are made, in which parts they grow. */
import type { Making, OfferedFile } from "../../models/precision.ts";
import type { PartialRow, SourceRow, WantedRow } from "../model-rows.ts";
import { partIdOf } from "../sha256.ts";

type Planned = Pick<PartialRow, "tagger" | "graph" | "externalData" | "files" | "making">;

/** @param sides files that are kept as they come */
export async function plannedMaking(
  key: string,
  sources: readonly OfferedFile[],
  { format, commit, index, graph, data, dataBytes, preprocessor }: Making,
  sides: readonly WantedRow[],
  licence: string | null,
): Promise<Planned> {
  const made = async (path: string, bytes: number | null): Promise<WantedRow> => {
    // Another checkpoint's, or another precision's, is another part.
    const partId = await partIdOf(key, commit, path);
    return { path, bytes, sha256: null, partId, etag: null, blob: null, made: true };
  };
  const completed = preprocessor === null ? [] : [await made("preprocessor_config.json", null)];
  return {
    tagger: null,
    graph,
    externalData: [data],
    files: [...sides, ...completed, await made(graph, null), await made(data, dataBytes)],
    making: {
      format,
      commit,
      sources: sources.map(sourceOf),
      index: index && sourceOf(index),
      licence,
      preprocessor: preprocessor && { ...preprocessor },
      done: null,
    },
  };
}

function sourceOf({ path, bytes, sha256 }: OfferedFile): SourceRow {
  return { path, bytes, sha256: sha256?.toLowerCase() ?? null };
}
