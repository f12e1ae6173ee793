/** The ways in for files: real file inputs, large while there are none, a line once there are. */
import { useStore } from "zustand";
import { useActions } from "../earshot-context.tsx";
import { formatCount } from "../figures.ts";
import { intakeReport } from "../shell/intake-report.ts";
import { takeChosen } from "../shell/take-files.ts";
import "./file-picker.css";

/** Where the browser can hand over a whole folder. */
const TAKES_FOLDERS = typeof HTMLInputElement !== "undefined" && "webkitdirectory" in HTMLInputElement.prototype;

export function FilePicker({ empty }: { empty: boolean }) {
  const actions = useActions();
  const take = (input: HTMLInputElement) => {
    takeChosen(actions, [...(input.files ?? [])]);
    input.value = "";
  };
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
        <label className="button button--strong">
          Choose audio files
          <input type="file" multiple accept="audio/*,video/*" onChange={({ target }) => take(target)} />
        </label>
        {TAKES_FOLDERS && (
          <label className="button">
            Choose a folder
            <input
              type="file"
              ref={(input) => {
                if (input) input.webkitdirectory = true;
              }}
              onChange={({ target }) => take(target)}
            />
          </label>
        )}
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
