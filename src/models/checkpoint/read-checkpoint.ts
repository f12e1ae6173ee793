/** A repository's checkpoint, of one file or of many, from their headers alone. */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { ByteSource, Checkpoint, Guard, Shard, TensorPlace } from "./checkpoint.ts";
import { damaged, short } from "./checkpoint-fault.ts";
import { readPytorch } from "./pytorch.ts";
import { safetensorsShard } from "./safetensors.ts";
import { readShardIndex } from "./shard-index.ts";
import { findWeights, type WeightFiles } from "./weight-files.ts";

type Open = (path: string) => Promise<ByteSource>;

/**
 * @param files of the repository; read are those that `findWeights` finds
 * @throws EarshotError `model-not-found` without weights; `model-corrupt` | `model-unsupported` | `model-incomplete`
 */
export async function readCheckpoint(files: readonly { readonly path: string }[], open: Open): Promise<Checkpoint> {
  const weights = findWeights(files);
  if (!weights) throw new EarshotError("model-not-found", "no weights", { details: { file: "model.safetensors" } });
  const { path, format, sharded } = weights;
  if (!sharded) return joined([await readShard(format, await open(path), path)], path);
  const present = new Set(files.map((file) => file.path));
  const index = await readShardIndex(await open(path), weights, present);
  const shards: Shard[] = [];
  for (const [file, names] of index) {
    const shard = await readShard(format, await open(file), file);
    for (const name of names) {
      if (!shard.names.has(name)) throw damaged(path, "index", `${short(name)} is not in ${short(file)}`);
    }
    shards.push(shard);
  }
  return joined(shards, path);
}

function readShard(format: WeightFiles["format"], source: ByteSource, file: string): Promise<Shard> {
  switch (format) {
    case "safetensors":
      return safetensorsShard(source, file);
    case "pytorch":
      return readPytorch(source, file);
    default:
      throw new TypeError(`unknown format ${format satisfies never}`);
  }
}

/** A tensor that an index leaves out counts, as it does for transformers; one that is there twice does not say which is meant. */
function joined(shards: readonly Shard[], path: string): Checkpoint {
  const tensors = new Map<string, TensorPlace>();
  const guards: Guard[] = [];
  for (const shard of shards) {
    for (const place of shard.tensors) {
      if (tensors.has(place.name)) throw damaged(path, "index", `${short(place.name)} is in two files`);
      tensors.set(place.name, place);
    }
    guards.push(...shard.guards);
  }
  return { tensors, guards };
}
