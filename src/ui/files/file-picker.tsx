/** The ways in for files: real file inputs, large while there are none, a line once there are. */
import { useStore } from "zustand";
import { useActions } from "../earshot-context.tsx";
import { formatCount } from "../figures.ts";
import { FileButton, TAKES_FOLDERS } from "../shell/file-button.tsx";
import { intakeReport } from "../shell/intake-report.ts";
import { takeChosen } from "../shell/take-files.ts";
import "./file-picker.css";

export function FilePicker({ empty }: { empty: boolean }) {
  const actions = useActions();
  const take = (files: readonly File[]) => takeChosen(actions, files);
  return (
    <div className="file-picker" data-empty={empty || undefined}>
      {empty && (
        <div>
          <p className="file-picker__headline">What is in this recording?</p>
          <p className="quiet">
            Drop files or folders anywhere on this page, or paste one. Try a podcast, a bird at dawn, a call, a video.
          </p>
        </div>
      )}
      <div className="file-picker__line">
        <FileButton name="Choose audio files" takes="files" accept="audio/*,video/*" isStrong onFiles={take} />
        {TAKES_FOLDERS && <FileButton name="Choose a folder" takes="folder" onFiles={take} />}
        {!empty && <span className="file-picker__hint quiet">or drop more anywhere on this page</span>}
      </div>
      <Report />
    </div>
  );
}

/** Spoken by the page's status region; here to be read. */
function Report() {
  const report = useStore(intakeReport);
  if (report.phase === "quiet") return null;
  return (
    <p className="file-picker__report">
      {report.phase === "told" ? report.words : `Reading the folder: ${formatCount(report.files, "file")} so far.`}
    </p>
  );
}
