/**
 * The few names that `torch.save` writes for a state dict, and what each makes of its arguments: data of ours. Every other name
 * is refused where it stands, before it could get arguments. Nothing is executed: this file is all that a pickle can do.
 * Source: torch/_utils.py (_rebuild_tensor_v2, _rebuild_parameter), torch/serialization.py (persistent_id).
 */
import { isThing, PickleFault, type PickleName, type PickleValue, type StorageRef } from "./pickle-values.ts";

const ORDERED_DICT = "collections OrderedDict";
const TENSOR = "torch._utils _rebuild_tensor_v2";
const PARAMETER = "torch._utils _rebuild_parameter";
const SIZE = "torch Size";
const STORAGE = /^torch ([A-Z][A-Za-z0-9]{0,20}Storage)$/;
const MOST_DIMS = 64;

/** @throws PickleFault where it is none that a state dict needs */
export function knownName(module: string, attribute: string): PickleName {
  const name = `${module} ${attribute}`;
  if ([ORDERED_DICT, TENSOR, PARAMETER, SIZE].includes(name) || STORAGE.test(name)) return { kind: "name", name };
  throw new PickleFault("call", `it calls ${module}.${attribute}`, `${module}.${attribute}`);
}

/** REDUCE: a name with its arguments. @throws PickleFault */
export function apply(callee: PickleValue, args: PickleValue): PickleValue {
  if (!isThing(callee, "name")) throw damage("it calls what is no name");
  if (!isThing(args, "tuple")) throw damage("its arguments are no tuple");
  switch (callee.name) {
    case ORDERED_DICT:
      // Its items follow by SETITEMS. A list of pairs, which Python 2 wrote, could be given again and again, at its whole length.
      if (args.items.length > 0) throw damage("an OrderedDict has arguments");
      return { kind: "dict", entries: new Map() };
    case TENSOR:
      return tensor(args.items);
    case PARAMETER: {
      const [data] = args.items;
      if (!isThing(data, "tensor")) throw damage("a parameter holds no tensor");
      return data;
    }
    case SIZE: {
      const [sizes] = args.items;
      return { kind: "tuple", items: sizesOf(sizes) };
    }
    default:
      throw new PickleFault("call", `it calls ${callee.name}`, callee.name.replace(" ", "."));
  }
}

/** BUILD: state for an object. The only one that a state dict has are the version numbers of its modules; no weights. */
export function checkState(object: PickleValue, state: PickleValue): void {
  if (!isThing(object, "dict") || !isThing(state, "dict")) throw new PickleFault("call", "it gives state to an object");
}

/** BINPERSID: ("storage", type, key, where it lay, elements). */
export function storageOf(id: PickleValue): StorageRef {
  if (!isThing(id, "tuple")) throw damage("a storage is described by no tuple");
  const [tag, type, key, , elements] = id.items;
  const known = isThing(type, "name") ? STORAGE.exec(type.name)?.[1] : undefined;
  if (tag !== "storage" || known === undefined || typeof key !== "string") throw damage("a storage is not described");
  return { kind: "storage", type: known, key, elements: sizeOf(elements) };
}

export function setItem(dict: PickleValue | undefined, key: PickleValue, value: PickleValue): void {
  if (!isThing(dict, "dict")) throw damage("it sets an item of no dict");
  if (typeof key === "object" && key !== null) throw damage("a key is neither text nor number");
  if (dict.entries.has(key)) throw damage(`${String(key).slice(0, 200)} stands twice`);
  dict.entries.set(key, value);
}

function tensor([storage, offset, dims, strides]: readonly PickleValue[]): PickleValue {
  if (!isThing(storage, "storage")) throw damage("a tensor has no storage");
  const sizes = sizesOf(dims);
  const steps = sizesOf(strides);
  if (sizes.length !== steps.length) throw damage("a tensor has more sizes than strides, or fewer");
  return { kind: "tensor", storage, offset: sizeOf(offset), dims: sizes, strides: steps };
}

function sizesOf(value: PickleValue | undefined): number[] {
  if (!isThing(value, "tuple") && !isThing(value, "list")) throw damage("sizes are no tuple");
  if (value.items.length > MOST_DIMS) throw damage(`a tensor has ${value.items.length} dimensions`);
  return value.items.map(sizeOf);
}

/** PyTorch allows no negative strides. */
function sizeOf(value: PickleValue | undefined): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw damage(`${typeof value === "bigint" ? value : typeof value} is no size`);
}

function damage(message: string): PickleFault {
  return new PickleFault("damaged", message);
}
