/** The middle value, the upper one of two; undefined of nothing. What one stall in a while does not move. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
