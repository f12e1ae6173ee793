/** What to show of a long queue: by state, by name, by label and score. */
import { useId, useMemo } from "react";
import { scoreScale } from "../../../scores/score-scale.ts";
import type { FileEntry } from "../../../session/state.ts";
import { useEarshot } from "../../earshot-context.tsx";
import { formatScore } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import { useActivation } from "../../settings/use-activation.ts";
import { labelChoices } from "./label-choices.ts";
import { PhaseChoice } from "./phase-choice.tsx";
import type { QueueFilter } from "./queue-view.ts";

interface QueueFilterBarProps {
  readonly files: readonly FileEntry[];
  readonly filter: QueueFilter;
  readonly onFilter: (filter: QueueFilter) => void;
}

export function QueueFilterBar({ files, filter, onFilter }: QueueFilterBarProps) {
  const scale = scoreScale(useActivation());
  const id = useId();
  const minScore = filter.minScore ?? scale.min;
  return (
    <search className="queue-filter">
      <input
        type="search"
        className="field queue-filter__text"
        aria-label="Find by name"
        placeholder="Find by name"
        value={filter.text}
        onChange={({ target }) => onFilter({ ...filter, text: target.value })}
      />
      <PhaseChoice files={files} phase={filter.phase} onPhase={(phase) => onFilter({ ...filter, phase })} />
      <LabelSelect files={files} filter={filter} onFilter={onFilter} />
      <div className="queue-filter__score">
        <label htmlFor={id}>
          Score from{" "}
          <span className="queue-filter__value">{filter.minScore === null ? "any" : formatScore(filter.minScore)}</span>
        </label>
        <input
          id={id}
          className="range"
          type="range"
          min={scale.min}
          max={scale.max}
          step={(scale.max - scale.min) / 100}
          value={minScore}
          aria-valuetext={filter.minScore === null ? "any" : formatScore(filter.minScore)}
          onChange={({ target }) => {
            const chosen = target.valueAsNumber;
            onFilter({ ...filter, minScore: chosen <= scale.min ? null : chosen });
          }}
        />
      </div>
    </search>
  );
}

function LabelSelect({ files, filter, onFilter }: QueueFilterBarProps) {
  const threshold = useEarshot((state) => state.settings.threshold);
  const { heard, others } = useMemo(() => labelChoices(files, threshold), [files, threshold]);
  return (
    <select
      className="field queue-filter__label"
      aria-label="Show by label"
      value={filter.label ?? ""}
      onChange={({ target }) => {
        const label = target.value === "" ? null : target.value;
        // A label is asked for where it is heard; its slider shows from which score on, and can be moved.
        const minScore = label === null ? null : (filter.minScore ?? threshold);
        onFilter({ ...filter, label, minScore });
      }}
    >
      <option value="">Any label</option>
      {heard.length > 0 && (
        <optgroup label="Heard in these files">
          {heard.map(({ label, files: count }) => (
            <option key={label} value={label}>
              {readableLabel(label)} ({count})
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={heard.length > 0 ? "Others" : "Labels"}>
        {others.map((label) => (
          <option key={label} value={label}>
            {readableLabel(label)}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
