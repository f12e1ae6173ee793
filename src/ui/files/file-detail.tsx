/** The chosen file: play it, see its labels along time, and the bars of the moment or of the whole clip. */
import { useState, useSyncExternalStore } from "react";
import type { ScoreTrack } from "../../scores/score-track.ts";
import { sentenceFor } from "../../session/sentences.ts";
import type { FileEntry } from "../../session/state.ts";
import { useEarshot } from "../earshot-context.tsx";
import { formatCount, formatTime } from "../figures.ts";
import { scoreScale } from "../results/score-scale.ts";
import { TopLabels } from "../results/top-labels.tsx";
import { PlayControls } from "./play-controls.tsx";
import { FileTimeline } from "./timeline/file-timeline.tsx";
import { useFilePlayer } from "./use-file-player.ts";
import { type Moment, useMoment } from "./use-moment.ts";
import "./file-detail.css";

const nothing = () => () => undefined;

export function FileDetail({ file }: { file: FileEntry }) {
  const { topK: places, threshold } = useEarshot((state) => state.settings);
  const { labels, track } = file;
  const scale = scoreScale(file.activation ?? "sigmoid");
  const player = useFilePlayer(file.id);
  const status = useSyncExternalStore(player?.subscribe ?? nothing, () => player?.status ?? null);
  const moment = useMoment(player, track, labels, places);
  const [sought, setSought] = useState(false);

  const follows = status?.phase === "playing" || sought ? moment : null;
  const durationS = file.durationS ?? status?.durationS ?? 0;
  const covered = coverageOf(track);
  const damage = file.state.phase === "done" && file.state.damage !== null ? sentenceFor(file.state.damage) : null;

  return (
    <section className="file-detail" aria-labelledby="file-heading">
      <h2 id="file-heading">{file.name}</h2>
      <PlayControls player={player} status={status} durationS={durationS} onToggle={() => setSought(false)} />
      <FileTimeline
        track={track}
        labels={labels}
        shown={file.clip.slice(0, 10)}
        durationS={Math.max(durationS, covered?.endS ?? 0)}
        threshold={threshold}
        player={status?.phase === "unplayable" ? null : player}
        onSeek={(timeS) => {
          player?.seek(timeS);
          setSought(true);
        }}
      />
      <div className="file-detail__title">
        <h3>{follows === null ? "Whole clip" : momentWords(follows)}</h3>
        {follows !== null && status?.phase !== "playing" && (
          <button type="button" className="button button--text" onClick={() => setSought(false)}>
            Show the whole clip
          </button>
        )}
      </div>
      <TopLabels rows={follows?.rows ?? file.clip} places={places} scale={scale} threshold={threshold} />
      <p className="quiet small file-detail__covered">
        {covered !== null &&
          `Covered ${formatTime(covered.startS)}\u2013${formatTime(covered.endS, true)} by ${formatCount(covered.windows, "window")}.`}
        {damage !== null && ` ${damage.what} ${damage.wayOn}`}
      </p>
    </section>
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
