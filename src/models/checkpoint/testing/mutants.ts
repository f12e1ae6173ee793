/**
 * Hostile checkpoints without end: some made by hand, the rest by chance from files that are sound. A number and a seed say which
 * one it is, so that whatever fails can be had again.
 */
import type { Files } from "./examine.ts";
import { HOSTILE_PICKLES, latin1 } from "./hostile-pickles.ts";
import { torchZip, type ZipLie } from "./torch-zip.ts";

export interface Mutant {
  readonly name: string;
  readonly files: Files;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Random = (below: number) => number;

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

function safetensors(header: Uint8Array, data: Uint8Array): Bytes {
  const file = new Uint8Array(8 + header.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  file.set(data, 8 + header.length);
  return file;
}

/** The `index`th by chance, of one of `originals`. */
export function byChance(originals: readonly Mutant[], index: number, seed: number): Mutant {
  const random = randomOf(seed * 1_000_003 + index);
  const original = originals[index % originals.length];
  if (!original) throw new RangeError("no originals");
  const paths = [...original.files.keys()];
  const path = paths[random(paths.length)] ?? "";
  const files = new Map(original.files);
  const names: string[] = [];
  for (let round = random(3); round >= 0; round--) {
    const [name, change] = CHANGES[random(CHANGES.length)] ?? CHANGES[0];
    files.set(path, change(files.get(path) ?? new Uint8Array(), random));
    names.push(name);
  }
  return { name: `${original.name}: ${names.join(", ")} in ${path} (${index}, seed ${seed})`, files };
}

const NUMBERS = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  1n << 53n,
  1n << 63n,
  (1n << 64n) - 1n,
];
/** One opcode each, or one that would call. */
const SNIPPETS = [
  ..."(012]}).Ntesuab\x81\x82\x85\x86\x87\x88\x93RQoKXh\x94cq",
  "cos\nsystem\n",
  "\x8a\x08\xff",
  "h\x00",
  "R",
  "tQ",
  "J\xff\xff\xff\xff",
];
const JSON_NUMBERS = ["-1", "1.5", "0", "9223372036854775808", "9007199254740993", "1e308", "null", '"4"', "[]", "{}"];

const CHANGES: readonly [Change, ...Change[]] = [
  [
    "flipped bits",
    (bytes, random) =>
      edited(bytes, (copy) => {
        for (let flips = random(8); flips >= 0; flips--)
          copy[random(copy.length)] = (copy[random(copy.length)] ?? 0) ^ (1 << random(8));
      }),
  ],
  [
    "a changed byte",
    (bytes, random) =>
      edited(bytes, (copy) => {
        copy[random(copy.length)] = random(256);
      }),
  ],
  ["cut off", (bytes, random) => bytes.slice(0, random(bytes.length))],
  ["cut off in front", (bytes, random) => bytes.slice(random(bytes.length))],
  [
    "a piece taken out",
    (bytes, random) => {
      const at = random(bytes.length);
      return glued(bytes.subarray(0, at), bytes.subarray(at + 1 + random(64)));
    },
  ],
  [
    "a piece put in again",
    (bytes, random) => {
      const [at, from] = [random(bytes.length), random(bytes.length)];
      return glued(bytes.subarray(0, at), bytes.subarray(from, from + 1 + random(64)), bytes.subarray(at));
    },
  ],
  [
    "a number",
    (bytes, random) =>
      edited(bytes, (copy) => {
        const size = [1, 2, 4, 8][random(4)] ?? 1;
        const value = NUMBERS[random(NUMBERS.length)] ?? 0n;
        const at = random(Math.max(1, copy.length - size));
        for (let byte = 0; byte < size; byte++) copy[at + byte] = Number((value >> BigInt(8 * byte)) & 255n);
      }),
  ],
  [
    "opcodes in the pickle",
    (bytes, random) =>
      edited(bytes, (copy) => {
        // What torch.save writes begins with it.
        for (let places = random(4); places >= 0; places--) {
          const put = latin1(SNIPPETS[random(SNIPPETS.length)] ?? "");
          const at = 64 + random(1000);
          if (at + put.length <= copy.length) copy.set(put, at);
        }
      }),
  ],
  [
    "a header's number",
    (bytes, random) =>
      withHeader(bytes, (header) => {
        const places = [...header.matchAll(/\d+/g)];
        const place = places[random(places.length)];
        if (!place) return header;
        const put = JSON_NUMBERS[random(JSON_NUMBERS.length)] ?? "";
        return header.slice(0, place.index) + put + header.slice(place.index + place[0].length);
      }),
  ],
  [
    "values that are no numbers",
    (bytes, random) =>
      edited(bytes, (copy) => {
        const at = random(copy.length);
        const end = Math.min(copy.length, at + 64);
        for (let byte = at; byte < end; byte++) copy[byte] = [0, 0, 0xc0, 0x7f][byte & 3] ?? 0;
      }),
  ],
];
type Change = readonly [name: string, change: (bytes: Bytes, random: Random) => Bytes];

function edited(bytes: Bytes, edit: (copy: Bytes) => void): Bytes {
  const copy = bytes.slice();
  edit(copy);
  return copy;
}

/** Of a safetensors file, its length set right again; of any other the whole text. */
function withHeader(bytes: Bytes, change: (header: string) => string): Bytes {
  const headerBytes = bytes.length < 8 ? 0 : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const decode = (part: Uint8Array) => Array.from(part, (byte) => String.fromCharCode(byte)).join("");
  if (headerBytes === 0 || headerBytes + 8 > bytes.length) return latin1(change(decode(bytes)));
  const header = latin1(change(decode(bytes.subarray(8, 8 + headerBytes))));
  return safetensors(header, bytes.subarray(8 + headerBytes));
}

function glued(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
