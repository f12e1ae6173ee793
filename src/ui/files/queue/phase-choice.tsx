/** All files, or those that wait, are done, failed: with how many there are of each. */
import type { FileEntry } from "../../../session/state.ts";
import type { PhaseGroup } from "./queue-item.ts";
import { countFiles } from "./queue-words.ts";

const GROUPS: readonly (readonly [PhaseGroup | null, string])[] = [
  [null, "Any state"],
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
    <select
      className="field queue-filter__phase"
      aria-label="Show by state"
      value={phase ?? ""}
      onChange={({ target }) => onPhase(GROUPS.find(([group]) => group === target.value)?.[0] ?? null)}
    >
      {GROUPS.map(([group, name]) => (
        <option key={name} value={group ?? ""}>
          {group === null ? name : `${name} (${counts[group]})`}
        </option>
      ))}
    </select>
  );
}
