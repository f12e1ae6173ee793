/** Writes archives as `torch.save` lays them out, and such as lie: what a record says of itself may be put in its place. */

export interface ZipLie {
  readonly path: string;
  /** What lies in the file. */
  readonly data: Uint8Array;
  /** What the directory says. */
  readonly bytes?: number;
  readonly packedBytes?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly at?: number;
}

const ALIGNMENT = 64;

export function torchZip(records: readonly ZipLie[]): Uint8Array<ArrayBuffer> {
  const out: Uint8Array[] = [];
  let length = 0;
  const put = (bytes: Uint8Array) => {
    out.push(bytes);
    length += bytes.length;
  };
  const directory: Uint8Array[] = [];
  for (const record of records) {
    const at = length;
    const name = new TextEncoder().encode(record.path);
    const padding = (ALIGNMENT - ((at + 34 + name.length) % ALIGNMENT)) % ALIGNMENT;
    put(fields([4, 0x04034b50], [2, 0], [2, 0], [2, record.method ?? 0], [4, 0], [4, 0]));
    put(fields([4, record.data.length], [4, record.data.length], [2, name.length], [2, padding + 4]));
    put(name);
    put(fields([2, 0x4246], [2, padding]));
    put(new Uint8Array(padding).fill(0x5a));
    put(record.data);
    directory.push(
      fields([4, 0x02014b50], [2, 0], [2, 0], [2, record.flags ?? 0], [2, record.method ?? 0], [4, 0], [4, 0]),
      fields([4, record.packedBytes ?? record.data.length], [4, record.bytes ?? record.data.length]),
      fields([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, record.at ?? at]),
      name,
    );
  }
  const start = length;
  directory.forEach(put);
  put(
    fields([4, 0x06054b50], [4, 0], [2, records.length], [2, records.length], [4, length - start], [4, start], [2, 0]),
  );
  return joined(out, length);
}

function fields(...given: readonly (readonly [2 | 4, number])[]): Uint8Array {
  const bytes = given.flatMap(([size, value]) =>
    Array.from({ length: size }, (_, at) => Math.floor(value / 2 ** (8 * at)) & 255),
  );
  return Uint8Array.from(bytes);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
