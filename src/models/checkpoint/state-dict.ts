/**
 * Finds the state dict in what a pickle holds: the dict itself, or the only one that lies one level deep in what a trainer saved
 * beside it (`{"state_dict": …, "epoch": 3}`). Chooses nothing: where two would do, neither is taken.
 */
import { foreign } from "./checkpoint-fault.ts";
import { isThing, type PickleDict, type PickleValue, type TensorRef } from "./pickle-values.ts";

/** @throws EarshotError `model-unsupported` */
export function stateDictOf(root: PickleValue, file: string): ReadonlyMap<string, TensorRef> {
  if (!isThing(root, "dict")) throw foreign(file, "no-state-dict", "it holds no state dict");
  const own = tensorsOf(root, file);
  // Each dict once, however many names it has: else a small pickle could ask for the same walk a million times.
  const nested = [...new Set(root.entries.values())]
    .filter((value) => isThing(value, "dict"))
    .filter((dict) => dict !== root)
    .map((dict) => tensorsOf(dict, file))
    .filter(({ size }) => size > 0);
  const found = own.size > 0 ? [own, ...nested] : nested;
  const [only] = found;
  if (!only) throw foreign(file, "no-state-dict", "it holds no tensors");
  if (found.length > 1) throw foreign(file, "several-models", `it holds ${found.length} state dicts`);
  return only;
}

function tensorsOf({ entries }: PickleDict, file: string): Map<string, TensorRef> {
  const tensors = new Map<string, TensorRef>();
  for (const [name, value] of entries) {
    if (!isThing(value, "tensor")) continue;
    if (typeof name !== "string") throw foreign(file, "no-state-dict", "its tensors have no names");
    tensors.set(name, value);
  }
  return tensors;
}
