type Growing = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** The array itself while it is long enough, else one of at least twice its length with the same beginning. */
export function grown<A extends Growing>(array: A, length: number): A {
  if (length <= array.length) return array;
  const Longer = array.constructor as new (length: number) => A;
  const longer = new Longer(Math.max(length, 2 * array.length, 64));
  longer.set(array);
  return longer;
}
