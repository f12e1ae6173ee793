/**
 * What was taken for what: a table that is its own picture. Every filled cell says its count; its tone is the share of the
 * row. A cell opens the list of its files. One cell takes Tab, arrows walk the filled ones.
 */
import { type CSSProperties, memo, useId, useMemo, useRef, useState } from "react";
import type { Evaluation } from "../../../scores/evaluation/evaluate.ts";
import { readableLabel } from "../../results/sureness.ts";
import type { FileItem } from "./collect-items.ts";
import { ConfusedFiles } from "./confused-files.tsx";
import { ConfusionRow } from "./confusion-row.tsx";
import { type Cell, nextCell, shownLabels } from "./matrix-view.ts";
import "./confusion.css";

interface ConfusionMatrixProps {
  readonly evaluation: Evaluation;
  readonly items: readonly FileItem[];
}

export const ConfusionMatrix = memo(function ConfusionMatrix({
  evaluation: { confusion, perLabel },
  items,
}: ConfusionMatrixProps) {
  const headingId = useId();
  const table = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState<Cell | null>(null);
  const [walked, setWalked] = useState<Cell | null>(null);
  const shown = useMemo(() => shownLabels(confusion), [confusion]);
  const matrix = useMemo(
    () => shown.map((truth) => shown.map((predicted) => confusion[truth]?.[predicted] ?? 0)),
    [confusion, shown],
  );
  const names = shown.map((index) => perLabel[index]?.label ?? String(index));
  const present = perLabel.filter(({ support, predictions }) => support + predictions > 0).length;
  const isFilled = (cell: Cell | null) => cell !== null && (matrix[cell.row]?.[cell.column] ?? 0) > 0;
  const tabStop = isFilled(walked) ? walked : nextCell(matrix, { row: 0, column: 0 }, "Home");
  const open = isFilled(chosen) ? chosen : null;

  const walk = (from: Cell, key: string): boolean => {
    const to = nextCell(matrix, from, key);
    if (to === null) return false;
    setWalked(to);
    table.current?.querySelector<HTMLElement>(`[data-cell="${to.row} ${to.column}"]`)?.focus();
    return true;
  };

  return (
    <section className="confusion">
      <h3 id={headingId}>Confusion matrix</h3>
      <p className="quiet small">
        Rows are what is in the files, columns what the model heard; the stronger the tone, the more of the row.
        {present > shown.length && ` The ${shown.length} commonest of ${present} labels; the export has all.`}
      </p>
      <div className="confusion__frame">
        <table
          ref={table}
          className="confusion__table"
          aria-labelledby={headingId}
          style={{ "--labels": names.length } as CSSProperties}
        >
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col" title={name}>
                  <span>{readableLabel(name)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((counts, row) => (
              <ConfusionRow
                key={names[row]}
                row={row}
                counts={counts}
                names={names}
                chosen={open?.row === row ? open.column : null}
                tabStop={tabStop?.row === row ? tabStop.column : null}
                onChoose={(column) => {
                  setWalked({ row, column });
                  setChosen(open?.row === row && open.column === column ? null : { row, column });
                }}
                onWalk={(column, key) => walk({ row, column }, key)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {open !== null && (
        <ConfusedFiles
          truth={names[open.row] ?? ""}
          predicted={names[open.column] ?? ""}
          items={items.filter((item) => item.truth === shown[open.row] && item.predicted === shown[open.column])}
        />
      )}
    </section>
  );
});
