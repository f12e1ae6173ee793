/**
 * The answer of `/api/models/NAME/revision/REV?blobs=true`, believed as far as it is needed. What a mirror leaves out is null;
 * a file whose path leads elsewhere is left away. Source: the Hub's API, as huggingface_hub's `ModelInfo` reads it.
 */
import * as v from "valibot";
import type { ModelReference } from "../../models/reference.ts";
import type { HubModel, RepoFile } from "../../models/repo-files.ts";

const Text = v.nullish(v.pipe(v.string(), v.maxLength(200)), null);
/** What has another shape counts as not said: a new kind of value must not make every model unusable. */
const lenient = <T extends v.GenericSchema>(schema: T) => v.fallback(v.nullish(schema), null);
const Bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i), v.toLowerCase());

const SiblingSchema = v.object({
  rfilename: v.string(),
  size: lenient(Bytes),
  lfs: lenient(v.object({ size: lenient(Bytes), sha256: lenient(Sha256), oid: lenient(Sha256) })),
});

const InfoSchema = v.object({
  sha: lenient(v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/i))),
  gated: lenient(v.union([v.boolean(), v.string()])),
  disabled: lenient(v.boolean()),
  pipeline_tag: v.fallback(Text, null),
  library_name: v.fallback(Text, null),
  tags: v.fallback(v.nullish(v.array(v.string()), []), []),
  cardData: lenient(v.object({ license: v.optional(v.unknown()), license_name: v.optional(v.unknown()) })),
  siblings: v.array(SiblingSchema),
});

/** Null where it is no such answer. */
export function readHubInfo(json: unknown, { name, revision }: ModelReference): HubModel | null {
  const outcome = v.safeParse(InfoSchema, json);
  if (!outcome.success) return null;
  const info = outcome.output;
  return {
    name,
    revision,
    commit: info.sha ?? revision,
    gated: typeof info.gated === "string" || info.gated === true,
    disabled: info.disabled === true,
    pipelineTag: info.pipeline_tag,
    libraryName: info.library_name,
    licence: licenceOf(info),
    files: info.siblings.filter(({ rfilename }) => isInside(rfilename)).map(fileOf),
  };
}

function fileOf({ rfilename: path, size, lfs }: v.InferOutput<typeof SiblingSchema>): RepoFile {
  return { path, bytes: lfs?.size ?? size ?? null, sha256: lfs?.sha256 ?? lfs?.oid ?? null };
}

function licenceOf({ cardData, tags }: v.InferOutput<typeof InfoSchema>): string | null {
  const stated = Array.isArray(cardData?.license) ? cardData.license[0] : cardData?.license;
  const named = stated === "other" && typeof cardData?.license_name === "string" ? cardData.license_name : stated;
  const tagged = tags.find((tag) => tag.startsWith("license:"))?.slice("license:".length);
  const licence = typeof named === "string" && named !== "" ? named : tagged;
  return licence?.slice(0, 100) ?? null;
}

function isInside(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return path !== "" && path.length <= 500 && !/^\/|\\|\/\/|[\u0000-\u001f]|(?:^|\/)\.\.?(?:\/|$)/.test(path);
}
