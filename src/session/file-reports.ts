/** Files of the queue → what an export writes: events by the rules chosen now, positions as whole samples of the track. */
import type { FileReport } from "../export/rows.ts";
import { eventsOf } from "./file-events.ts";
import type { FileEntry, Settings } from "./state.ts";

/** In the order of the queue. Files of which nothing was heard (waiting, failed at once) have no report. */
export function fileReports(
  files: readonly FileEntry[],
  settings: Pick<Settings, "threshold" | "labelThresholds" | "events">,
): FileReport[] {
  return files.flatMap((file) => {
    const { path, modelId, track, labels, activation, durationS, clip } = file;
    if (track === null || track.count === 0 || modelId === null || activation === null) return [];
    const { sampleRateHz } = track;
    const events = eventsOf(file, settings).map(({ label, startSample, endSample, peak, mean }) => ({
      ...{ file: path, startSample, endSample, sampleRateHz },
      ...{ label: labels[label] ?? String(label), peak, mean },
    }));
    return [{ file: path, model: modelId, sampleRateHz, durationS, activation, clip, events }];
  });
}
