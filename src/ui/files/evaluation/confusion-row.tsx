/** One true label's row of the matrix. */
import type { CSSProperties } from "react";
import { formatCount } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";

const WALKS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];

interface ConfusionRowProps {
  readonly row: number;
  readonly counts: readonly number[];
  readonly names: readonly string[];
  readonly chosen: number | null;
  readonly tabStop: number | null;
  readonly onChoose: (column: number) => void;
  readonly onWalk: (column: number, key: string) => void;
}

export function ConfusionRow({ row, counts, names, chosen, tabStop, onChoose, onWalk }: ConfusionRowProps) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const truth = readableLabel(names[row] ?? "");
  return (
    <tr>
      <th scope="row" title={names[row]}>
        <span>{truth}</span>
      </th>
      {counts.map((count, column) => {
        const name = names[column] ?? "";
        const right = column === row;
        if (count === 0) return <td key={name} data-right={right || undefined} />;
        const words = right ? `${truth}, heard rightly` : `${truth}, taken for ${readableLabel(name)}`;
        return (
          <td key={name} data-right={right || undefined}>
            <button
              type="button"
              data-cell={`${row} ${column}`}
              data-dark={count / total > 0.5 || undefined}
              style={{ "--share": count / total } as CSSProperties}
              tabIndex={column === tabStop ? 0 : -1}
              aria-expanded={column === chosen}
              aria-label={`${formatCount(count, "file")}: ${words}`}
              title={`${formatCount(count, "file")}: ${words}`}
              onClick={() => onChoose(column)}
              onKeyDown={(event) => {
                if (!WALKS.includes(event.key)) return;
                event.preventDefault();
                onWalk(column, event.key);
              }}
            >
              {count}
            </button>
          </td>
        );
      })}
    </tr>
  );
}
