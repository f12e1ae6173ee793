/** The table's empty state: why there is no event, and what would give one. */
import { useMemo } from "react";
import { thresholdsOf } from "../../../session/file-events.ts";
import type { FileEntry } from "../../../session/state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatScore } from "../../figures.ts";
import { readableLabel } from "../../results/sureness.ts";
import { nearestScore } from "./why-none.ts";

export function NoEvents({ file }: { file: FileEntry }) {
  const { changeSettings } = useActions();
  const settings = useEarshot((state) => state.settings);
  const { track, labels, modelId, state } = file;
  const nearest = useMemo(
    () => (track === null ? null : nearestScore(track, labels, thresholdsOf(modelId, labels, settings))),
    [track, labels, modelId, settings],
  );
  const busy = state.phase === "waiting" || state.phase === "running";

  if (track === null || track.count === 0) {
    return (
      <p className="events__none">
        {busy ? "Events come while the file is heard." : "Nothing of this file was heard."}
      </p>
    );
  }
  if (nearest === null) {
    return <p className="events__none">Every label is off. Turn one on under Thresholds by label.</p>;
  }
  const { label, score, threshold } = nearest;
  if (score >= threshold) {
    return (
      <p className="events__none">
        What was heard is too short to be an event: a single window, or less than {settings.events.minDurationS} s. A
        lower threshold, or a lower least duration in the settings, would show it.
      </p>
    );
  }
  const lower = Math.floor(score * 100) / 100;
  return (
    <div className="events__none">
      <p>
        No label reached its threshold{busy ? " yet" : ""}. Nearest was {readableLabel(label)} with {formatScore(score)}
        , heard from {formatScore(threshold)}. Lower “Heard from” in the settings, or give a label a threshold of its
        own.
      </p>
      {!busy && threshold === settings.threshold && lower > 0 && (
        <button type="button" className="button" onClick={() => changeSettings({ threshold: lower })}>
          Hear from {formatScore(lower)}
        </button>
      )}
    </div>
  );
}
