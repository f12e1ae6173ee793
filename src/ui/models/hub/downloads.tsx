/** What is on its way, or was broken off and can go on: one honest line each. */
import type { DownloadState } from "../../../library/protocol.ts";
import { sentenceFor } from "../../../session/sentences.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { downloadWords, percentOf } from "../download-words.ts";
import { ModelName } from "../model-name.tsx";
import { precisionName } from "../precision-words.ts";
import { focusHub } from "./focus-hub.ts";
import "./downloads.css";

export function Downloads() {
  const downloads = useEarshot(({ library }) => library.downloads);
  if (downloads.length === 0) return null;
  return (
    <ul className="downloads" aria-label="Downloads">
      {downloads.map((download) => (
        <Download key={download.key} download={download} />
      ))}
    </ul>
  );
}

function Download({ download }: { download: DownloadState }) {
  const { pauseDownload, resumeDownload, cancelDownload } = useActions();
  const { key, id, precision, phase, problem } = download;
  const moves = phase === "running" || phase === "checking";
  const words = downloadWords(download);
  const percent = percentOf(download);
  return (
    <li data-phase={phase}>
      <div className="downloads__head">
        <div>
          <h3>
            <ModelName id={id} />
          </h3>
          <p className="quiet small">{precisionName(precision)}</p>
        </div>
        <div className="downloads__ways">
          <button
            type="button"
            className="button button--text"
            aria-label={`${moves ? "Pause" : "Resume"} ${id}`}
            onClick={() => void (moves ? pauseDownload(key) : resumeDownload(key))}
          >
            {moves ? "Pause" : "Resume"}
          </button>
          <button
            type="button"
            className="button button--text"
            aria-label={`Cancel ${id}`}
            onClick={() => {
              // The button goes with its line; the focus must not go with it.
              focusHub();
              void cancelDownload(key);
            }}
          >
            Cancel
          </button>
        </div>
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-label={`Download of ${id}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${percent} percent, ${words}`}
      >
        <span style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
      <p className="downloads__figures small">{words}</p>
      {problem && <Trouble download={download} />}
    </li>
  );
}

/** While it runs, what it waits for; else why it stopped. */
function Trouble({ download: { phase, problem } }: { download: DownloadState }) {
  if (problem === null) return null;
  const { what, wayOn } = sentenceFor(problem);
  return (
    <p className="downloads__problem">
      {what} {phase === "running" ? "It is tried again by itself." : wayOn}
    </p>
  );
}
