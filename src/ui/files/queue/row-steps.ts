/** Where a key leads from a row: up, down, a page, an end. Null where the key is not ours. */
const PAGE_ROWS = 10;

export function rowStepTo(from: Element, key: string): HTMLElement | null {
  const row = from.closest("tr");
  const rows = [...(row?.parentElement?.children ?? [])];
  if (row === null) return null;
  const here = rows.indexOf(row);
  const last = rows.length - 1;
  const to = {
    ArrowDown: Math.min(last, here + 1),
    ArrowUp: Math.max(0, here - 1),
    PageDown: Math.min(last, here + PAGE_ROWS),
    PageUp: Math.max(0, here - PAGE_ROWS),
    Home: 0,
    End: last,
  }[key];
  return to === undefined ? null : (rows[to]?.querySelector("button") ?? null);
}
