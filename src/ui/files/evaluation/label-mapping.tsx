/** What each label of the data is called in the model. A suggestion is a suggestion: it says how it came about. */
import { useId, useState } from "react";
import { formatCount } from "../../figures.ts";
import { howWords, type Mapped } from "./mapping.ts";

/** Beyond so many options in all, a list is filled only when it is about to be opened. */
const MOST_OPTIONS = 4000;

interface LabelMappingProps {
  readonly mapping: readonly Mapped[];
  readonly labels: readonly string[];
  readonly onChoose: (label: string, modelLabel: string | null) => void;
}

export function LabelMapping({ mapping, labels, onChoose }: LabelMappingProps) {
  const headingId = useId();
  const unmapped = mapping.filter(({ modelIndex }) => modelIndex === null);
  const guessed = mapping.filter(({ how }) => how === "words" || how === "part");
  const [needsEyes] = useState(unmapped.length + guessed.length > 0);
  const lazy = mapping.length * labels.length > MOST_OPTIONS;
  return (
    <details className="mapping" open={needsEyes}>
      <summary>
        <h3 id={headingId}>Labels</h3>
        <span className="quiet">{summaryWords(mapping.length, unmapped, guessed.length)}</span>
      </summary>
      <div className="mapping__frame">
        <table aria-labelledby={headingId}>
          <thead>
            <tr>
              <th scope="col">In the data</th>
              <th scope="col" className="mapping__files">
                Files
              </th>
              <th scope="col">In the model</th>
            </tr>
          </thead>
          <tbody>
            {mapping.map((mapped) => (
              <tr key={mapped.label}>
                <th scope="row">{mapped.label}</th>
                <td className="mapping__files">{mapped.files}</td>
                <td>
                  <LabelSelect mapped={mapped} labels={labels} lazy={lazy} onChoose={onChoose} />
                  <span className="quiet small">{howWords(mapped)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface LabelSelectProps {
  readonly mapped: Mapped;
  readonly labels: readonly string[];
  readonly lazy: boolean;
  readonly onChoose: (label: string, modelLabel: string | null) => void;
}

function LabelSelect({ mapped: { label, modelIndex }, labels, lazy, onChoose }: LabelSelectProps) {
  const [asked, setAsked] = useState(false);
  const chosen = modelIndex === null ? "" : (labels[modelIndex] ?? "");
  const offered = lazy && !asked ? [chosen].filter((name) => name !== "") : labels;
  return (
    <select
      className="field"
      aria-label={`${label} in the model`}
      value={chosen}
      onFocus={() => setAsked(true)}
      onPointerDown={() => setAsked(true)}
      onChange={({ target }) => onChoose(label, target.value === "" ? null : target.value)}
    >
      <option value="">not in this model</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function summaryWords(all: number, unmapped: readonly Mapped[], guessed: number): string {
  const files = unmapped.reduce((sum, mapped) => sum + mapped.files, 0);
  const missing =
    unmapped.length === 0
      ? "all in the model"
      : `${unmapped.length} not in the model, ${formatCount(files, "file")} left out`;
  const guesses = guessed === 0 ? "" : `, ${guessed} guessed: look them over`;
  return `${formatCount(all, "label")}, ${missing}${guesses}`;
}
