/**
 * The functions of a WebAssembly module, by the binary format of its specification (section 5.5). Its numbers (LEB128) and its
 * vectors of bytes, a length and what it counts, are protobuf's too.
 */
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";

const HEADER_BYTES = 8;
const EXPORTS = 7;
const CODE = 10;
const FUNCTION = 0;

export interface WasmFunctions {
  /** Of the code section, its id and its size included. */
  readonly start: number;
  readonly end: number;
  /** Each with its local variables and its end, without its size; views of the module. */
  readonly bodies: readonly Uint8Array[];
  /** Name → index in `bodies`. Right where no function is imported. */
  readonly exported: ReadonlyMap<string, number>;
}

/** @throws RangeError where there is no code section */
export function findFunctions(module: Uint8Array): WasmFunctions {
  const reader = new BinaryReader(module);
  let exported = new Map<string, number>();
  for (reader.pos = HEADER_BYTES; reader.pos < reader.len; ) {
    const start = reader.pos;
    const section = reader.uint32();
    const content = reader.bytes();
    if (section === EXPORTS) exported = readExports(content);
    if (section === CODE) {
      return { start, end: reader.pos, bodies: readVector(content, (body) => body.bytes()), exported };
    }
  }
  throw new RangeError("A WebAssembly module without functions.");
}

/** The module with other bodies, as many; all else is as it was. */
export function withBodies(module: Uint8Array, bodies: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const { start, end } = findFunctions(module);
  const code = new BinaryWriter().uint32(bodies.length);
  for (const body of bodies) code.bytes(body);
  const whole = new BinaryWriter().raw(module.subarray(0, start)).uint32(CODE).bytes(code.finish());
  return whole.raw(module.subarray(end)).finish();
}

function readExports(content: Uint8Array): Map<string, number> {
  const all = readVector(content, (one) => ({ name: one.string(), kind: one.uint32(), index: one.uint32() }));
  return new Map(all.filter(({ kind }) => kind === FUNCTION).map(({ name, index }) => [name, index]));
}

function readVector<T>(content: Uint8Array, read: (reader: BinaryReader) => T): T[] {
  const reader = new BinaryReader(content);
  return Array.from({ length: reader.uint32() }, () => read(reader));
}
