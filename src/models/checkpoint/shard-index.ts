/**
 * The index of a checkpoint in shards: which file has which tensor. Believed only where it names files that are there, beside
 * it and of its own format.
 */
import * as v from "valibot";
import type { ByteSource } from "./checkpoint.ts";
import { damaged, foreign, missing, short } from "./checkpoint-fault.ts";
import { parseStrictJson } from "./strict-json.ts";
import type { WeightFiles } from "./weight-files.ts";

const LARGEST_INDEX_BYTES = 8 << 20;
const IndexSchema = v.object({ weight_map: v.record(v.string(), v.string()) });
const ENDINGS = { safetensors: /\.safetensors$/, pytorch: /\.(?:bin|pt|pth)$/ } as const;

/** Names of tensors by file; the files in the order of their names. @throws EarshotError `model-corrupt` | `model-incomplete` | `model-unsupported` */
export async function readShardIndex(
  source: ByteSource,
  { path, format }: WeightFiles,
  present: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  if (source.bytes > LARGEST_INDEX_BYTES) throw foreign(path, "header-size", `it has ${source.bytes} bytes`);
  const shards = new Map<string, string[]>();
  for (const [tensor, file] of Object.entries(mapOf(await source.read(0, source.bytes), path))) {
    if (!ENDINGS[format].test(file))
      throw damaged(path, "index", `it names ${short(file)}, which is of another format`);
    // transformers, too, looks beside the index only.
    if (/[/\\]/.test(file)) throw damaged(path, "index", `it names ${short(file)}, which is not beside it`);
    if (!present.has(file)) throw missing(short(file), `${path} names it`);
    const names = shards.get(file);
    if (names) names.push(tensor);
    else shards.set(file, [tensor]);
  }
  if (shards.size === 0) throw damaged(path, "index", "it names no tensors");
  return new Map([...shards].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapOf(bytes: Uint8Array, path: string): Record<string, string> {
  try {
    const outcome = v.safeParse(IndexSchema, parseStrictJson(bytes));
    if (outcome.success) return outcome.output.weight_map;
    throw damaged(path, "index", outcome.issues[0].message);
  } catch (cause) {
    if (cause instanceof RangeError) throw damaged(path, "index", cause.message);
    throw cause;
  }
}
