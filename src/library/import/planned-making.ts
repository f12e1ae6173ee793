/** What of a row says how a model is made of a checkpoint: which files pass by, which are made, in which parts they grow. */
import type { Making, OfferedFile } from "../../models/precision.ts";
import type { PartialRow, SourceRow, WantedRow } from "../model-rows.ts";
import { sha256Of } from "../sha256.ts";

type Planned = Pick<PartialRow, "tagger" | "graph" | "externalData" | "files" | "making">;

/** @param sides files that are kept as they come */
export function plannedMaking(
  key: string,
  sources: readonly OfferedFile[],
  { format, commit, index, graph, data, dataBytes, preprocessor }: Making,
  sides: readonly WantedRow[],
  licence: string | null,
): Planned {
  const made = (path: string, bytes: number | null): WantedRow => {
    // Another checkpoint's, or another precision's, is another part.
    const partId = sha256Of(new TextEncoder().encode(JSON.stringify([key, commit, path])));
    return { path, bytes, sha256: null, partId, etag: null, blob: null, made: true };
  };
  const completed = preprocessor === null ? [] : [made("preprocessor_config.json", null)];
  return {
    tagger: null,
    graph,
    externalData: [data],
    files: [...sides, ...completed, made(graph, null), made(data, dataBytes)],
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
