/** The chosen file: play it, see it along time, the bars of the moment or of the whole clip, its events, the way out. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { scoreScale } from "../../scores/score-scale.ts";
import type { ScoreTrack } from "../../scores/score-track.ts";
import { sentenceFor } from "../../session/sentences.ts";
import type { FileEntry } from "../../session/state.ts";
import { useEarshot } from "../earshot-context.tsx";
import { formatCount, formatTime } from "../figures.ts";
import { TopLabels } from "../results/top-labels.tsx";
import { EventsPanel } from "./events/events-panel.tsx";
import { ExportPanel } from "./export/export-panel.tsx";
import { FileViewProvider, useFileView } from "./file-view-context.tsx";
import { FileTimeline } from "./timeline/file-timeline.tsx";
import { type Moment, useMoment } from "./use-moment.ts";
import { usePlayerStatus } from "./use-player-status.ts";
import "./file-detail.css";

export function FileDetail({ file }: { file: FileEntry }) {
  return (
    <FileViewProvider file={file}>
      <section className="file-detail" aria-labelledby="file-heading">
        <h2 id="file-heading">{file.name}</h2>
        <Duration file={file} />
        <FileTimeline file={file} />
        <Bars file={file} />
        <EventsPanel file={file} />
        <ExportPanel file={file} />
      </section>
    </FileViewProvider>
  );
}

/** Tells the view how long the file is: as its container says, else as far as it was heard or the player knows. */
function Duration({ file: { durationS, track } }: { file: FileEntry }) {
  const view = useFileView();
  const played = usePlayerStatus(view)?.durationS ?? 0;
  const known = durationS ?? Math.max(played, coverageOf(track)?.endS ?? 0);
  useEffect(() => view.setDuration(known), [view, known]);
  return null;
}

function Bars({ file }: { file: FileEntry }) {
  const { topK: places, threshold } = useEarshot((state) => state.settings);
  const view = useFileView();
  const show = useStore(view.bars, (state) => state.show);
  const moment = useMoment(view, file, places);
  const follows = show === "moment" ? moment : null;
  const covered = coverageOf(file.track);
  const damage = file.state.phase === "done" && file.state.damage !== null ? sentenceFor(file.state.damage) : null;

  return (
    <div>
      <div className="file-detail__title">
        <h3>{follows === null ? "Whole clip" : momentWords(follows)}</h3>
        {follows !== null && (
          <button type="button" className="button button--text" onClick={() => view.bars.setState({ show: "clip" })}>
            Show the whole clip
          </button>
        )}
      </div>
      <TopLabels
        rows={follows?.rows ?? file.clip.slice(0, places)}
        places={places}
        scale={scoreScale(file.activation ?? "sigmoid")}
        threshold={threshold}
      />
      <p className="quiet small file-detail__covered">
        {covered !== null &&
          `Covered ${formatTime(covered.startS)}\u2013${formatTime(covered.endS, true)} by ${formatCount(covered.windows, "window")}.`}
        {damage !== null && ` ${damage.what} ${damage.wayOn}`}
      </p>
    </div>
  );
}

function momentWords({ fromS, toS }: Moment): string {
  return `From ${formatTime(fromS, true)} to ${formatTime(toS, true)}`;
}

/** From where to where windows lie, and how many; null before the first. */
function coverageOf(track: ScoreTrack | null) {
  if (track === null || track.count === 0) return null;
  const startS = (track.starts[0] ?? 0) / track.sampleRateHz;
  const endS = (track.ends[track.count - 1] ?? 0) / track.sampleRateHz;
  return { startS, endS, windows: track.count };
}
