/** Where the true labels come from, and what of a manifest could not be used. */
import { useId } from "react";
import { useStore } from "zustand";
import type { ManifestMatch } from "../../../scores/evaluation/match-manifest.ts";
import { sentenceFor } from "../../../session/sentences.ts";
import { formatCount } from "../../figures.ts";
import { FileButton } from "../../shell/file-button.tsx";
import { manifestIntake, takeManifest } from "./manifest-intake.ts";
import { troubleWords } from "./manifest-words.ts";
import type { TruthSource } from "./use-truth.ts";

/** So many lines show what is wrong with the table. */
const MOST_TROUBLES = 20;

interface TruthChoiceProps {
  readonly source: TruthSource;
  readonly numFiles: number;
  readonly match: ManifestMatch | null;
  readonly onChoose: (source: TruthSource) => void;
}

export function TruthChoice({ source, numFiles, match, onChoose }: TruthChoiceProps) {
  const name = useId();
  const choices: readonly (readonly [TruthSource, string])[] = [
    ...(source === "kept" ? [["kept", "As they were"] as const] : []), // Once left, they are no longer there.
    ["folders", "Folder names"],
    ["manifest", "A CSV manifest"],
  ];
  return (
    <div className="truth-choice">
      <fieldset className="choices">
        <legend className="quiet small">True labels from</legend>
        {choices.map(([value, words]) => (
          <label key={value}>
            <input type="radio" name={name} checked={source === value} onChange={() => onChoose(value)} />
            {words}
          </label>
        ))}
      </fieldset>
      {source === "manifest" && <ManifestChoice match={match} numFiles={numFiles} />}
    </div>
  );
}

function ManifestChoice({ match, numFiles }: { match: ManifestMatch | null; numFiles: number }) {
  const intake = useStore(manifestIntake);
  const troubles = [
    ...(intake.phase === "read" ? intake.manifest.problems : []),
    ...(match?.problems ?? []).map(({ line, why, path }) => ({ line, why, path })),
  ];
  return (
    <div className="truth-choice__manifest">
      <FileButton
        name="Choose a manifest"
        takes="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        onFiles={([file]) => {
          if (file !== undefined) takeManifest(file);
        }}
      />
      {intake.phase === "none" && (
        <p className="quiet small">
          A table with a column path and a column label; dropping it on the page does as well.
        </p>
      )}
      {intake.phase === "unreadable" && (
        <p className="small" role="alert">
          {Object.values(sentenceFor({ code: "file-unreadable", details: {} })).join(" ")}
        </p>
      )}
      {match !== null && intake.phase === "read" && (
        <p className="quiet small" aria-live="polite">
          {`${intake.name} labels ${match.files.length} of ${formatCount(numFiles, "file")}.`}
        </p>
      )}
      {troubles.length > 0 && (
        <details className="truth-choice__troubles small">
          <summary>{formatCount(troubles.length, "line")} could not be used</summary>
          <ul>
            {troubles.slice(0, MOST_TROUBLES).map((trouble) => (
              <li key={`${trouble.line} ${trouble.why}`}>{troubleWords(trouble)}</li>
            ))}
            {troubles.length > MOST_TROUBLES && <li>and {troubles.length - MOST_TROUBLES} more</li>}
          </ul>
        </details>
      )}
    </div>
  );
}
