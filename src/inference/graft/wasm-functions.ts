/** Where the bodies of a WebAssembly module's functions lie, by the binary format of its specification (section 5.5). */

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
  const exported = new Map<string, number>();
  for (let at = 8; at < module.length; ) {
    const section = module[at];
    const [size, from] = readUnsigned(module, at + 1);
    const end = from + size;
    if (section === EXPORTS) readExports(module, from, exported);
    if (section === CODE) return { start: at, end, bodies: readBodies(module, from), exported };
    at = end;
  }
  throw new RangeError("A WebAssembly module without functions.");
}

function readBodies(module: Uint8Array, from: number): Uint8Array[] {
  const bodies: Uint8Array[] = [];
  let [count, at] = readUnsigned(module, from);
  for (; count > 0; count--) {
    const [size, start] = readUnsigned(module, at);
    at = start + size;
    bodies.push(module.subarray(start, at));
  }
  return bodies;
}

function readExports(module: Uint8Array, from: number, exported: Map<string, number>): void {
  let [count, at] = readUnsigned(module, from);
  for (; count > 0; count--) {
    const [length, start] = readUnsigned(module, at);
    const name = new TextDecoder().decode(module.subarray(start, start + length));
    const kind = module[start + length];
    const [index, next] = readUnsigned(module, start + length + 1);
    if (kind === FUNCTION) exported.set(name, index);
    at = next;
  }
}

/** @returns the number (LEB128) and where what follows it begins */
function readUnsigned(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at];
  }
}

export function writeUnsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}
