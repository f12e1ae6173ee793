/** Which files a model in one precision is made of, as the row of a download that has not begun. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { Precision } from "../../models/precision.ts";
import type { Preflight } from "../../models/preflight.ts";
import { plannedMaking } from "../import/planned-making.ts";
import { modelKey } from "../model-key.ts";
import type { PartialRow, WantedRow } from "../model-rows.ts";
import { sha256Of } from "../sha256.ts";

/** @throws EarshotError the pre-flight's refusal; `model-not-found` where the precision is not offered */
export function planFiles(preflight: Preflight, precision: Precision): PartialRow {
  const { id, name, commit, refusal, tagger } = preflight;
  if (refusal) throw new EarshotError(refusal.code, "refused before the download", { details: refusal.details });
  const offer = preflight.offers.find((some) => some.precision === precision);
  const [graph, ...others] = offer?.files ?? [];
  if (!offer || !graph) {
    throw new EarshotError("model-not-found", `no ${precision} weights`, {
      details: { id, file: `${precision} weights` },
    });
  }
  const about = { key: modelKey(id, precision), id, precision, source: "hub", name, commit } as const;
  const { making } = offer;
  const isMade = (path: string) => making?.preprocessor != null && path === "preprocessor_config.json";
  const sides = preflight.sideFiles
    .filter((path) => !isMade(path))
    .map((path) => ({ path, bytes: null, sha256: null }));
  const wanted = ({ path, bytes, sha256 }: Pick<WantedRow, "path" | "bytes" | "sha256">): WantedRow => ({
    path,
    bytes,
    sha256: sha256?.toLowerCase() ?? null,
    partId: sha256?.toLowerCase() ?? partIdOf(name, commit, path),
    etag: null,
    blob: null,
    made: false,
  });
  if (making)
    return { ...about, ...plannedMaking(about.key, offer.files, making, sides.map(wanted), preflight.licence) };
  return {
    ...about,
    tagger: tagger ?? null,
    graph: graph.path,
    externalData: others.map(({ path }) => path),
    files: [...sides, ...offer.files].map(wanted),
    making: null,
  };
}

/** Of a file whose content is not told beforehand: a commit's file never changes. */
function partIdOf(name: string, commit: string, path: string): string {
  return sha256Of(new TextEncoder().encode(JSON.stringify([name, commit, path])));
}
