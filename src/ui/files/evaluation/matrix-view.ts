/** Which part of the confusion matrix is drawn, and which cell a key leads to. Pure. */

/** More rows than this are no picture any more; the export has them all. */
export const MOST_LABELS = 60;

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Indices of the labels that occur in truth or prediction, in label order; the commonest where there are too many. */
export function shownLabels(confusion: readonly (readonly number[])[], most = MOST_LABELS): number[] {
  const totals = confusion.map((row, label) =>
    confusion.reduce(
      (sum, other) => sum + (other[label] ?? 0),
      row.reduce((sum, count) => sum + count, 0),
    ),
  );
  const present = [...totals.keys()].filter((label) => (totals[label] ?? 0) > 0);
  if (present.length <= most) return present;
  const common = present.toSorted((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0)).slice(0, most);
  return common.sort((a, b) => a - b);
}

/**
 * Only cells with files in them are stepped on. Left and right go along the reading order; up and down to the nearest
 * column of the next row that has any. Null where the key leads nowhere.
 */
export function nextCell(matrix: readonly (readonly number[])[], from: Cell, key: string): Cell | null {
  const cells = matrix.flatMap((row, r) => row.flatMap((count, c) => (count > 0 ? [{ row: r, column: c }] : [])));
  const here = cells.findIndex(({ row, column }) => row === from.row && column === from.column);
  const nearestIn = (rows: readonly Cell[], row: number | undefined): Cell | null => {
    const distance = (cell: Cell) => Math.abs(cell.column - from.column);
    const inRow = rows.filter((cell) => cell.row === row);
    return inRow.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
  };
  switch (key) {
    case "ArrowRight":
      return cells[here + 1] ?? null;
    case "ArrowLeft":
      return cells[here - 1] ?? null;
    case "ArrowDown":
      return nearestIn(cells, cells.find(({ row }) => row > from.row)?.row);
    case "ArrowUp":
      return nearestIn(cells, cells.findLast(({ row }) => row < from.row)?.row);
    case "Home":
      return cells[0] ?? null;
    case "End":
      return cells.at(-1) ?? null;
    default:
      return null;
  }
}
