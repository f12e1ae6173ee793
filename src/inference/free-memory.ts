/** ES2024, not in every engine yet. */
interface MayTransfer {
  readonly transfer?: (newByteLength: number) => ArrayBuffer;
}

/**
 * Gives an array's memory back at once; it is empty from then on. It lies outside of the heap that the collector watches,
 * which over hours of sound would notice it late. Where the engine cannot, the collector has it in the end.
 */
export function freeMemory({ buffer }: Float32Array): void {
  (buffer as MayTransfer).transfer?.(0);
}
