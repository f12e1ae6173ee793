/** Which files a model in one precision is made of, as the row of a download that has not begun. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { Precision } from "../../models/precision.ts";
import type { Preflight } from "../../models/preflight.ts";
import { plannedMaking } from "../import/planned-making.ts";
import { modelKey } from "../model-key.ts";
import type { PartialRow, WantedRow } from "../model-rows.ts";
import { partIdOf } from "../sha256.ts";

/** @throws EarshotError the pre-flight's refusal; `model-not-found` where the precision is not offered */
export async function planFiles(preflight: Preflight, precision: Precision): Promise<PartialRow> {
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
  const wanted = async ({ path, bytes, sha256 }: Pick<WantedRow, "path" | "bytes" | "sha256">): Promise<WantedRow> => ({
    path,
    bytes,
    sha256: sha256?.toLowerCase() ?? null,
    // A commit's file never changes.
    partId: sha256?.toLowerCase() ?? (await partIdOf(name, commit, path)),
    etag: null,
    blob: null,
    made: false,
  });
  if (making) {
    const kept = await Promise.all(sides.map(wanted));
    return { ...about, ...(await plannedMaking(about.key, offer.files, making, kept, preflight.licence)) };
  }
  return {
    ...about,
    tagger: tagger ?? null,
    graph: graph.path,
    externalData: others.map(({ path }) => path),
    files: await Promise.all([...sides, ...offer.files].map(wanted)),
    making: null,
  };
}
