/** Hostile checkpoints made by hand: pickles, archives and headers, each with one lie that chance would hardly find. */
import type { Files } from "./examine.ts";
import { HOSTILE_PICKLES } from "./hostile-pickles.ts";
import { torchZip, type ZipLie } from "./torch-zip.ts";

export interface Mutant {
  readonly name: string;
  readonly files: Files;
}

const bin = (name: string, records: readonly ZipLie[]): Mutant => ({
  name,
  files: new Map([["pytorch_model.bin", torchZip(records)]]),
});
const DATA = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const PICKLE = HOSTILE_PICKLES.find(([name]) => name === "has a tensor named __proto__")?.[1] ?? "";
const record = (path: string, data: Uint8Array, lie: Partial<ZipLie> = {}): ZipLie => ({
  path: `a/${path}`,
  data,
  ...lie,
});
const sound = (lie: Partial<ZipLie> = {}) => [record("data.pkl", latin1(PICKLE)), record("data/0", DATA, lie)];

const LYING_ZIPS: readonly Mutant[] = [
  bin("a bomb: 4 GB in 16 bytes", sound({ method: 8, bytes: 0xfffffffe })),
  bin("a bomb in the pickle's place", [
    record("data.pkl", latin1(PICKLE), { method: 8, bytes: 0xfffffffe }),
    record("data/0", DATA),
  ]),
  bin("more than the file holds", sound({ bytes: 0x7fffffff, packedBytes: 0x7fffffff })),
  bin("sizes in 64 bits that are not there", sound({ bytes: 0xffffffff, packedBytes: 0xffffffff })),
  bin("another size than it has", sound({ bytes: 12, packedBytes: 12 })),
  bin("two sizes", sound({ bytes: 16, packedBytes: 12 })),
  bin("a record over another", sound({ at: 0 })),
  bin("a record beyond the end", sound({ at: 0x7fffffff })),
  bin("an encrypted record", sound({ flags: 1 })),
  bin("two pickles", [...sound(), record("b/data.pkl", latin1(PICKLE))]),
  bin("a record twice", [...sound(), record("data/0", DATA)]),
  bin("no pickle", [record("data/0", DATA)]),
  bin("no data", [record("data.pkl", latin1(PICKLE))]),
  bin("another byte order", [...sound(), record("byteorder", latin1("big"))]),
  bin("a byte order of 1 MB", [...sound(), record("byteorder", new Uint8Array(1 << 20))]),
  bin("a pickle of 5 MB", [record("data.pkl", new Uint8Array(5 << 20)), record("data/0", DATA)]),
  bin("50,000 records", [
    ...sound(),
    ...Array.from({ length: 50_000 }, (_, at) => record(`x${at}`, new Uint8Array(0))),
  ]),
];

/** Those made by hand. */
export function handMade(): Mutant[] {
  const pickles = HOSTILE_PICKLES.map(([name, pickle]) =>
    bin(`a pickle that ${name}`, [record("data.pkl", latin1(pickle)), record("data/0", DATA)]),
  );
  return [...pickles, ...LYING_ZIPS, ...HEADERS.map(([name, text, data]) => headed(name, text, data))];
}

const W = `{"dtype":"F32","shape":[1],"data_offsets":[0,4]}`;
const HEADERS: readonly (readonly [name: string, header: string, dataBytes: number])[] = [
  ["a header 2,000,000 deep", `{"a":${"[".repeat(2_000_000)}`, 0],
  ["a header of 300,000 keys", `{${Array.from({ length: 300_000 }, (_, at) => `"${at}":{}`).join()}}`, 0],
  ["a header of one long number", `{"w":${"9".repeat(1_000_000)}}`, 0],
  ["a shape of a million sizes", `{"w":{"dtype":"F32","shape":[${"1,".repeat(1_000_000)}1],"data_offsets":[0,4]}}`, 4],
  ["a tensor named __proto__", `{"__proto__":${W}}`, 4],
  ["a tensor that pollutes", `{"__proto__":{"polluted":true},"w":${W}}`, 4],
  ["a name of 1 MB", `{"${"x".repeat(1 << 20)}":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, 4],
  ["sizes of 2^63", `{"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}`, 4],
  [
    "offsets of 2^64",
    `{"w":{"dtype":"F32","shape":[1],"data_offsets":[18446744073709551612,18446744073709551616]}}`,
    4,
  ],
  ["sizes of 1e308", `{"w":{"dtype":"F32","shape":[1e308,1e308,0],"data_offsets":[0,0]}}`, 0],
  [
    "empty tensors without end",
    `{${Array.from({ length: 40_000 }, (_, at) => `"${at}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`).join()}}`,
    0,
  ],
];

function headed(name: string, header: string, dataBytes: number): Mutant {
  return { name, files: new Map([["model.safetensors", safetensors(latin1(header), new Uint8Array(dataBytes))]]) };
}

export function safetensors(header: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(8 + header.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  file.set(data, 8 + header.length);
  return file;
}

export function latin1(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(value, (letter) => letter.charCodeAt(0));
}
