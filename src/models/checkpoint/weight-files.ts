/**
 * Which files of a repository hold its weights, in the order in which transformers searches: safetensors before pickles, one
 * file before shards. Says what the first find is; whether it can be read shows when it is.
 */

export interface WeightFiles {
  readonly format: "safetensors" | "pytorch";
  /** The file itself, or the index of its shards. */
  readonly path: string;
  readonly sharded: boolean;
}

const ORDER: readonly WeightFiles[] = [
  { format: "safetensors", path: "model.safetensors", sharded: false },
  { format: "safetensors", path: "model.safetensors.index.json", sharded: true },
  { format: "pytorch", path: "pytorch_model.bin", sharded: false },
  { format: "pytorch", path: "pytorch_model.bin.index.json", sharded: true },
];

/** Null where there are none under the names that transformers knows. */
export function findWeights(files: readonly { readonly path: string }[]): WeightFiles | null {
  const paths = new Set(files.map(({ path }) => path));
  return ORDER.find(({ path }) => paths.has(path)) ?? null;
}
