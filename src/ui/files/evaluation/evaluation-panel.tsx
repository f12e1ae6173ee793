/** How well the model does on files whose content is known. Quiet until folders or a manifest say what is in them. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useEarshot } from "../../earshot-context.tsx";
import { EvaluationBody } from "./evaluation-body.tsx";
import { manifestIntake } from "./manifest-intake.ts";
import { hasLabelledFolders } from "./truth.ts";
import "./evaluation.css";

export function EvaluationPanel() {
  const labelled = useEarshot(
    ({ files }) => hasLabelledFolders(files) || files.some((file) => file.trueLabel !== null),
  );
  const hasManifest = useStore(manifestIntake, ({ phase }) => phase !== "none");
  const [open, setOpen] = useState(hasManifest);

  // A manifest that was dropped is answered in sight.
  useEffect(
    () =>
      manifestIntake.subscribe(({ phase }) => {
        if (phase === "reading") setOpen(true);
      }),
    [],
  );

  if (!labelled && !hasManifest) return null;
  return (
    <details className="evaluation" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h2>Compare with labels</h2>
        <span className="quiet">how well the model knows what is in these files</span>
      </summary>
      {open && <EvaluationBody />}
    </details>
  );
}
