/** All files, or those that wait, are done, failed: one choice, with how many there are of each. */
import type { FileEntry } from "../../../session/state.ts";
import type { PhaseGroup } from "./queue-item.ts";
import { countFiles } from "./queue-words.ts";

const GROUPS: readonly (readonly [PhaseGroup | null, string])[] = [
  [null, "All"],
  ["waiting", "Waiting"],
  ["done", "Done"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
];

interface PhaseChoiceProps {
  readonly files: readonly FileEntry[];
  readonly phase: PhaseGroup | null;
  readonly onPhase: (phase: PhaseGroup | null) => void;
}

export function PhaseChoice({ files, phase, onPhase }: PhaseChoiceProps) {
  const counts = countFiles(files);
  return (
    <fieldset className="choices queue-filter__phase">
      <legend className="unseen">State</legend>
      {GROUPS.map(([group, name]) => {
        const count = counts[group ?? "all"];
        if (group === "cancelled" && count === 0 && phase !== group) return null;
        return (
          <label key={name}>
            <input type="radio" name="queue-phase" checked={phase === group} onChange={() => onPhase(group)} />
            <span>
              {name} <span className="queue-filter__count">{count}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
