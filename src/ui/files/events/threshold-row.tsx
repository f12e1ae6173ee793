/** One label's threshold: a slider, off, and back to the common one. */
import { formatScore } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";

interface ThresholdRowProps {
  readonly label: string;
  /** In force; null = off. */
  readonly threshold: number | null;
  readonly common: number;
  /** What it would be without one of its own. */
  readonly usual: number | null;
  readonly isOwn: boolean;
  readonly onChange: (threshold: number | null) => void;
  readonly onReset: () => void;
}

export function ThresholdRow({ label, threshold, common, usual, isOwn, onChange, onReset }: ThresholdRowProps) {
  const name = readableLabel(label);
  const off = threshold === null;
  return (
    <li className="threshold-row" data-own={isOwn || undefined} data-off={off || undefined}>
      <span className="threshold-row__name" title={label}>
        {name}
        {off && usual === null && <span className="quiet small"> off by default: it says that nothing is heard</span>}
      </span>
      <input
        className="range"
        type="range"
        min={0}
        max={1}
        step={0.01}
        aria-label={`Threshold of ${name}`}
        aria-valuetext={off ? "off" : formatScore(threshold)}
        value={threshold ?? common}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      <span className="threshold-row__value">{off ? "off" : formatScore(threshold)}</span>
      <button
        type="button"
        className="button button--text"
        aria-label={`${off ? "Turn on" : "Turn off"} ${name}`}
        onClick={() => onChange(off ? common : null)}
      >
        {off ? "Turn on" : "Turn off"}
      </button>
      <button
        type="button"
        className="button button--text threshold-row__reset"
        aria-label={`Reset ${name}`}
        disabled={!isOwn}
        onClick={({ currentTarget }) => {
          currentTarget.closest("li")?.querySelector("input")?.focus(); // The button goes; the focus stays here.
          onReset();
        }}
      >
        Reset
      </button>
    </li>
  );
}
