/**
 * Reads what `torch.save` wrote of a state dict: the archive's directory and its pickle, nothing of the weights. The pickle is
 * read as data (`read-pickle.ts`); a tensor becomes a place in the file, strides and shared storages included.
 * Source: PyTorch, torch/serialization.py (_save, _load).
 */
import {
  type ByteSource,
  elementsOf,
  type Guard,
  type Shard,
  type TensorPlace,
  type TensorType,
} from "./checkpoint.ts";
import { damaged, foreign, short } from "./checkpoint-fault.ts";
import { PickleFault, type PickleValue, type StorageRef, type TensorRef } from "./pickle-values.ts";
import { readPickle } from "./read-pickle.ts";
import { stateDictOf } from "./state-dict.ts";
import { TorchArchive } from "./torch-archive.ts";

/** That of the largest model which runs here has 250 KB. */
const LARGEST_PICKLE_BYTES = 4 << 20;
/** Of "little", which all but a few machines of old write: saves the request that would read it. */
const CRC_OF_LITTLE = 0x19e33d85;
/** A tensor may repeat values of its storage (strides of 0), up to 64 MB of them. */
const MOST_REPEATED = 1 << 24;

/** Null = integers: checked, and left out. */
const STORAGES: ReadonlyMap<string, { readonly bytes: number; readonly type: TensorType | null }> = new Map([
  ["FloatStorage", { bytes: 4, type: "F32" }],
  ["HalfStorage", { bytes: 2, type: "F16" }],
  ["BFloat16Storage", { bytes: 2, type: "BF16" }],
  ["DoubleStorage", { bytes: 8, type: "F64" }],
  ["BoolStorage", { bytes: 1, type: null }],
  ["ByteStorage", { bytes: 1, type: null }],
  ["CharStorage", { bytes: 1, type: null }],
  ["ShortStorage", { bytes: 2, type: null }],
  ["IntStorage", { bytes: 4, type: null }],
  ["LongStorage", { bytes: 8, type: null }],
]);

/** @param file path in the repository @throws EarshotError `model-corrupt` | `model-unsupported` | `model-incomplete` */
export async function readPytorch(source: ByteSource, file: string): Promise<Shard> {
  const archive = await TorchArchive.open(source, file);
  await checkByteOrder(archive, file);
  const pickle = archive.find("data.pkl");
  if (pickle && pickle.bytes > LARGEST_PICKLE_BYTES) {
    throw foreign(file, "header-size", `its pickle has ${pickle.bytes} bytes`);
  }
  const stateDict = stateDictOf(parse(await archive.read("data.pkl"), file), file);
  return placesOf(stateDict, archive, file);
}

function parse(bytes: Uint8Array, file: string): PickleValue {
  try {
    return readPickle(bytes);
  } catch (error) {
    if (!(error instanceof PickleFault)) throw error;
    if (error.reason === "damaged") throw damaged(file, "pickle", error.message);
    throw foreign(file, "pickle-call", error.message, error.called === null ? {} : { called: short(error.called) });
  }
}

async function checkByteOrder(archive: TorchArchive, file: string): Promise<void> {
  const record = archive.find("byteorder");
  // Older writers leave it out; theirs is that of their machine, which was little-endian wherever models are trained.
  if (!record || (record.bytes === 6 && record.crc === CRC_OF_LITTLE)) return;
  if (record.bytes > 16) throw damaged(file, "archive", "its byte order is no word");
  const order = new TextDecoder().decode(await archive.read("byteorder"));
  if (order !== "little") throw foreign(file, "byte-order", `its byte order is ${order}`);
}

interface Located {
  readonly offset: number;
  readonly bytes: number;
}

async function placesOf(
  stateDict: ReadonlyMap<string, TensorRef>,
  archive: TorchArchive,
  file: string,
): Promise<Shard> {
  const located = new Map<string, Located>();
  const guards: Guard[] = [];
  const tensors: TensorPlace[] = [];
  for (const [name, tensor] of stateDict) {
    const { key } = tensor.storage;
    const { bytes: each, type } = kindOf(tensor.storage, file);
    const record = archive.find(`data/${key}`);
    if (!record) throw damaged(file, "archive", `the archive has no data/${short(key)}`);
    checkBounds(name, tensor, record.bytes, each, file);
    if (type === null) continue;
    let place = located.get(key);
    if (!place) {
      const { offset, guard } = await archive.locate(`data/${key}`);
      place = { offset, bytes: record.bytes };
      located.set(key, place);
      if (guard) guards.push(guard);
    }
    tensors.push(placeOf(name, type, tensor, place.offset + tensor.offset * each, each, file));
  }
  return { tensors, names: new Set(stateDict.keys()), guards };
}

function kindOf({ type }: StorageRef, file: string): { readonly bytes: number; readonly type: TensorType | null } {
  const kind = STORAGES.get(type);
  if (kind) return kind;
  const name = type.replace("Storage", "");
  throw foreign(file, "tensor-type", `it holds ${name} tensors`, { type: name });
}

function checkBounds(name: string, tensor: TensorRef, recordBytes: number, each: number, file: string): void {
  const { storage, offset, dims } = tensor;
  if (storage.elements * each !== recordBytes) {
    throw damaged(file, "offsets", `${short(name)}: ${storage.elements} elements in ${recordBytes} bytes`);
  }
  // Sums and products beyond 2^53 are rounded, but stay far beyond any file.
  if (offset + spanOf(tensor) > storage.elements) {
    throw damaged(file, "offsets", `${short(name)} reaches beyond its storage`);
  }
  if (!(elementsOf(dims) <= Math.max(storage.elements, MOST_REPEATED))) {
    throw damaged(file, "offsets", `${short(name)} has more values than its storage`);
  }
}

function placeOf(
  name: string,
  type: TensorType,
  tensor: TensorRef,
  offset: number,
  each: number,
  file: string,
): TensorPlace {
  const { dims, strides } = tensor;
  const plain = isRowMajor(dims, strides);
  return { name, type, dims, file, offset, bytes: spanOf(tensor) * each, strides: plain ? null : strides };
}

/** Elements from the first to behind the last. */
function spanOf({ dims, strides }: TensorRef): number {
  if (dims.includes(0)) return 0;
  return dims.reduce((span, size, at) => span + (size - 1) * (strides[at] ?? 0), 1);
}

/** The stride of a dimension of size 1 is without meaning; so are all where nothing is there. */
function isRowMajor(dims: readonly number[], strides: readonly number[]): boolean {
  if (dims.includes(0)) return true;
  let step = 1;
  for (let at = dims.length - 1; at >= 0; at--) {
    const size = dims[at] ?? 1;
    if (size !== 1 && strides[at] !== step) return false;
    step *= size;
  }
  return true;
}
