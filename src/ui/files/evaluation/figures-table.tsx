/** Precision, recall and F1 of each label that occurs, to be sorted by any of them. */
import { useId, useState } from "react";
import type { LabelFigures } from "../../../scores/evaluation/evaluate.ts";
import { formatScore } from "../../figures.ts";

type Column = "label" | "precision" | "recall" | "f1" | "support";

const COLUMNS: readonly (readonly [Column, string])[] = [
  ["label", "Label"],
  ["precision", "Precision"],
  ["recall", "Recall"],
  ["f1", "F1"],
  ["support", "Files"],
];

export function FiguresTable({ perLabel }: { perLabel: readonly LabelFigures[] }) {
  const headingId = useId();
  const [order, setOrder] = useState({ column: "label" as Column, descending: false });
  const { column, descending } = order;
  const sign = descending ? -1 : 1;
  const rows = perLabel
    .filter(({ support, predictions }) => support + predictions > 0)
    .sort((a, b) => sign * compare(a, b, column) || a.label.localeCompare(b.label, "en"));

  return (
    <section>
      <h3 id={headingId}>By label</h3>
      <div className="evaluation__frame">
        <table className="evaluation__labels" aria-labelledby={headingId}>
          <thead>
            <tr>
              {COLUMNS.map(([name, words]) => (
                <th
                  key={name}
                  scope="col"
                  aria-sort={name !== column ? "none" : descending ? "descending" : "ascending"}
                >
                  <button
                    type="button"
                    onClick={() => setOrder({ column: name, descending: name === column && !descending })}
                  >
                    {words}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, precision, recall, f1, support }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {[precision, recall, f1].map((value, place) => (
                  <td key={COLUMNS[place + 1]?.[0]}>
                    <data value={value}>{formatScore(value)}</data>
                  </td>
                ))}
                <td>{support}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Figures begin with the worst: that is what is looked for. */
function compare(a: LabelFigures, b: LabelFigures, column: Column): number {
  return column === "label" ? a.label.localeCompare(b.label, "en") : a[column] - b[column];
}
