/**
 * Hostile checkpoints without end, made by chance from files that are sound. A number and a seed say which one it is, so that
 * whatever fails can be had again.
 */
import { latin1, type Mutant, safetensors } from "./hand-made.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Random = (below: number) => number;

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
