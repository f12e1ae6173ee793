/** The way out: what was heard in this file, or in all, as files that other programs read. */
import { useId, useState } from "react";
import { EXPORT_FORMATS } from "../../../export/formats.ts";
import { fileReports } from "../../../session/file-reports.ts";
import { sentenceFor } from "../../../session/sentences.ts";
import type { FileEntry } from "../../../session/state.ts";
import { problemOf } from "../../../session/store.ts";
import { useEarshot, useHandles } from "../../earshot-context.tsx";
import { saveExport, saveSummary } from "./save-export.ts";
import "./export.css";

type Scope = "one" | "all";
type Outcome = { readonly kind: "saved" | "failed"; readonly words: string } | null;

export function ExportPanel({ file }: { file: FileEntry }) {
  const headingId = useId();
  const { store } = useHandles();
  const done = useEarshot(({ files }) => files.filter(isDone).length);
  const [wanted, setWanted] = useState<Scope>("one");
  const [outcome, setOutcome] = useState<Outcome>(null);
  const scope = done >= 2 ? wanted : "one";
  const empty = scope === "one" && (file.track === null || file.track.count === 0);

  const run = async (save: (reports: ReturnType<typeof fileReports>) => Promise<string>) => {
    if (empty) return;
    const { files, settings } = store.getState();
    try {
      const words = await save(fileReports(scope === "all" ? files.filter(isDone) : [file], settings));
      setOutcome({ kind: "saved", words });
    } catch (error) {
      const { what, wayOn } = sentenceFor(problemOf(error));
      setOutcome({ kind: "failed", words: `${what} ${wayOn}` });
    }
  };

  return (
    <section className="export" aria-labelledby={headingId}>
      <div className="export__title">
        <h3 id={headingId}>Export</h3>
        {done >= 2 && <ScopeChoice scope={scope} done={done} onChoose={setWanted} />}
      </div>
      <div className="export__formats">
        {EXPORT_FORMATS.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            className="button"
            aria-disabled={empty}
            onClick={() => run((reports) => saveExport(id, reports))}
          >
            Export {name}
          </button>
        ))}
        {scope === "all" && (
          <button type="button" className="button" onClick={() => run(saveSummary)}>
            Export summary
          </button>
        )}
      </div>
      <p className="export__words quiet small" aria-live="polite">
        {outcome?.kind !== "failed" && (outcome?.words ?? wordsBefore(file, scope, empty))}
      </p>
      {outcome?.kind === "failed" && (
        <p className="small" role="alert">
          {outcome.words}
        </p>
      )}
    </section>
  );
}

function ScopeChoice({ scope, done, onChoose }: { scope: Scope; done: number; onChoose: (scope: Scope) => void }) {
  const name = useId();
  const choices: readonly (readonly [Scope, string])[] = [
    ["one", "This file"],
    ["all", `All files (${done})`],
  ];
  return (
    <fieldset className="choices">
      <legend className="unseen">What to export</legend>
      {choices.map(([value, words]) => (
        <label key={value}>
          <input type="radio" name={name} checked={scope === value} onChange={() => onChoose(value)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

function isDone({ state, track }: FileEntry): boolean {
  return state.phase === "done" && track !== null;
}

function wordsBefore({ state }: FileEntry, scope: Scope, empty: boolean): string {
  if (empty) return "There is something to export once the first of this file was heard.";
  if (scope === "all")
    return "Events of all files that are done, with exact times; the summary has each file's scores.";
  return `Events with exact times${state.phase === "running" ? ", as far as this file was heard" : ""}.`;
}
