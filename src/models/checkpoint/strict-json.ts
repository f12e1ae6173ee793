/**
 * JSON from anybody: UTF-8 that is valid, depth and number of keys bounded before anything is built, no key twice (which
 * `JSON.parse` would settle without a word). Throws `RangeError` with its reason; the caller knows the file.
 */

/** A safetensors header is 3 deep, a shard index 2. */
const DEEPEST = 8;
/** Four for each of 65,000 tensors. */
const MOST_KEYS = 1 << 18;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** @throws RangeError */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const keys = countKeys(bytes);
  const json = parse(bytes);
  if (keysOf(json) !== keys) throw new RangeError("a key stands twice in one object");
  return json;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new RangeError("it is not JSON", { cause });
  }
}

/** Colons outside of strings; right where the text is JSON at all. */
function countKeys(bytes: Uint8Array): number {
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at + 1);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > DEEPEST) throw new RangeError(`it is more than ${DEEPEST} deep`);
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
      case 0x3a: // :
        if (++keys > MOST_KEYS) throw new RangeError(`it has more than ${MOST_KEYS} keys`);
        break;
    }
  }
  return keys;
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function keysOf(json: unknown): number {
  if (typeof json !== "object" || json === null) return 0;
  const values: unknown[] = Object.values(json);
  let keys = Array.isArray(json) ? 0 : values.length;
  for (const value of values) keys += keysOf(value);
  return keys;
}
