/** What the model knows. Thousands of labels are shown when they are wanted. */
import { useState } from "react";
import { formatCount } from "../../figures.ts";

const FIRST = 60;

export function LabelList({ labels }: { labels: readonly string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? labels : labels.slice(0, FIRST);
  return (
    <section aria-labelledby="labels-heading">
      <h3 id="labels-heading">Labels</h3>
      <ul className="models__labels">
        {shown.map((label) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
      {shown.length < labels.length && (
        <button type="button" className="button models__more" onClick={() => setAll(true)}>
          Show all {formatCount(labels.length, "label")}
        </button>
      )}
    </section>
  );
}
