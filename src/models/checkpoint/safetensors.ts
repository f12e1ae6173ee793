/**
 * Reads the header of a safetensors file: 8 bytes of length and that many of JSON, nothing of the weights. As strict as the
 * reference implementation (its `Metadata::validate`): every byte of the file belongs to exactly one tensor. Stricter where
 * that one is lenient: a key that stands twice is refused.
 * Source: https://github.com/huggingface/safetensors, README "Format" and safetensors/src/tensor.rs.
 */
import * as v from "valibot";
import { type ByteSource, type Shard, type TensorPlace, type TensorType, TYPE_BYTES } from "./checkpoint.ts";
import { damaged, foreign, short } from "./checkpoint-fault.ts";
import { parseStrictJson } from "./strict-json.ts";

const LENGTH_BYTES = 8;
/** The reference allows 100 MB. The longest of a model that runs here has 160 KB; ours bounds what a hostile one may take. */
const LARGEST_HEADER_BYTES = 8 << 20;
/** PyTorch's own limit of dimensions. */
const MOST_DIMS = 64;

/** Buffers that count something: checked, and left out. */
const INTEGER_BYTES: ReadonlyMap<string, number> = new Map([
  ["BOOL", 1],
  ["U8", 1],
  ["I8", 1],
  ["U16", 2],
  ["I16", 2],
  ["U32", 4],
  ["I32", 4],
  ["U64", 8],
  ["I64", 8],
]);

const sizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const EntrySchema = v.object({
  dtype: v.string(),
  shape: v.pipe(v.array(sizeSchema), v.maxLength(MOST_DIMS)),
  data_offsets: v.tuple([sizeSchema, sizeSchema]),
});
type Entry = v.InferOutput<typeof EntrySchema>;
const MetadataSchema = v.record(v.string(), v.string());

/** @param file path in the repository @throws EarshotError `model-corrupt` | `model-unsupported` | `model-incomplete` */
export async function readSafetensors(source: ByteSource, file: string): Promise<TensorPlace[]> {
  return [...(await safetensorsShard(source, file)).tensors];
}

/** With the names of what is left out. @throws EarshotError as `readSafetensors` */
export async function safetensorsShard(source: ByteSource, file: string): Promise<Shard> {
  if (source.bytes < LENGTH_BYTES) throw damaged(file, "cut-off", "it is too short for a header's length");
  const length = await source.read(0, LENGTH_BYTES);
  const headerBytes = Number(new DataView(length.buffer, length.byteOffset).getBigUint64(0, true));
  const dataAt = LENGTH_BYTES + headerBytes;
  if (dataAt > source.bytes) throw damaged(file, "cut-off", `its header would end at ${dataAt}`);
  if (headerBytes > LARGEST_HEADER_BYTES) throw foreign(file, "header-size", `its header has ${headerBytes} bytes`);
  const entries = entriesOf(await source.read(LENGTH_BYTES, headerBytes), file);
  checkCover(entries, source.bytes - dataAt, file);
  const tensors = entries.flatMap(([name, entry]) => placeOf(name, entry, dataAt, file) ?? []);
  return { tensors, names: new Set(entries.map(([name]) => name)), guards: [] };
}

/** Null where it is no weight. */
function placeOf(name: string, entry: Entry, dataAt: number, file: string): TensorPlace | null {
  const { dtype, shape, data_offsets } = entry;
  const [from, to] = data_offsets;
  if (!isTensorType(dtype)) return null;
  return { name, type: dtype, dims: shape, file, offset: dataAt + from, bytes: to - from, strides: null };
}

function entriesOf(header: Uint8Array, file: string): [string, Entry][] {
  if (header[0] !== 0x7b) throw damaged(file, "header", "its header does not begin with {");
  const json = parse(header, file);
  if (typeof json !== "object" || json === null) throw damaged(file, "header", "its header is no object");
  const entries: [string, Entry][] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name === "__metadata__") {
      if (!v.is(MetadataSchema, value)) throw damaged(file, "header", "its metadata are no strings");
      continue;
    }
    const entry = v.safeParse(EntrySchema, value);
    if (!entry.success) throw damaged(file, "header", `${short(name)}: ${entry.issues[0].message}`);
    checkSize(name, entry.output, file);
    entries.push([name, entry.output]);
  }
  return entries;
}

function parse(header: Uint8Array, file: string): unknown {
  try {
    return parseStrictJson(header);
  } catch (cause) {
    if (cause instanceof RangeError) throw damaged(file, "header", `its header: ${cause.message}`);
    throw cause;
  }
}

function checkSize(name: string, { dtype, shape, data_offsets: [from, to] }: Entry, file: string): void {
  const each = isTensorType(dtype) ? TYPE_BYTES[dtype] : INTEGER_BYTES.get(dtype);
  if (each === undefined) {
    throw foreign(file, "tensor-type", `${short(name)} is of type ${short(dtype)}`, { type: short(dtype) });
  }
  let bytes = each;
  for (const size of shape) {
    bytes *= size;
    // Beyond it, products are rounded and could meet a lie by chance.
    if (!Number.isSafeInteger(bytes)) throw damaged(file, "header", `${short(name)}: no file holds its shape`);
  }
  if (to - from !== bytes) throw damaged(file, "offsets", `${short(name)}: ${bytes} bytes in a place for ${to - from}`);
}

/** No hole, no overlap, nothing behind the last one. */
function checkCover(entries: readonly [string, Entry][], dataBytes: number, file: string): void {
  const places = entries.map(
    ([
      name,
      {
        data_offsets: [from, to],
      },
    ]) => ({ name, from, to }),
  );
  places.sort((a, b) => a.from - b.from || a.to - b.to);
  let at = 0;
  for (const { name, from, to } of places) {
    if (from !== at) throw damaged(file, "offsets", `${short(name)} begins at ${from}, not ${at}`);
    at = to;
  }
  if (at > dataBytes) throw damaged(file, "cut-off", `its tensors need ${at} bytes, ${dataBytes} are there`);
  if (at < dataBytes) throw damaged(file, "offsets", `${dataBytes - at} bytes belong to no tensor`);
}

function isTensorType(type: string): type is TensorType {
  return Object.hasOwn(TYPE_BYTES, type);
}
