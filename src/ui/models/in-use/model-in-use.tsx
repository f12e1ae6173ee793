/**
 * The model that runs: what it is, how it was chosen to run, what it knows; and the one on its way to take its place. What is
 * said of the old one stays until the new one runs, so that nothing jumps and the focus has somewhere to be.
 */
import { useState } from "react";
import { isOnServer } from "../../../models/model-info.ts";
import type { EngineState } from "../../../session/state.ts";
import { CopyAsCode } from "../../code/copy-as-code.tsx";
import { useEarshot } from "../../earshot-context.tsx";
import { describeBackend } from "../../live/source-words.ts";
import { BackendTrials } from "../backend-trials.tsx";
import { EngineProgress } from "../engine-progress.tsx";
import { EngineTrouble } from "../engine-trouble.tsx";
import { ModelFacts } from "../model-facts.tsx";
import { ModelName } from "../model-name.tsx";
import { useComing, useCurrentModelId } from "../use-current-model.ts";
import { LabelList } from "./label-list.tsx";
import { PrecisionChoice } from "./precision-choice.tsx";
import "./model-in-use.css";

type Ready = Extract<EngineState, { phase: "ready" }>;

export function ModelInUse() {
  const coming = useComing();
  const current = useCurrentModelId();
  const shown = useLastReady();
  const name = shown?.model.id ?? current;
  return (
    <section className="model-in-use" aria-labelledby="loaded-heading">
      <h2 id="loaded-heading" className="model-in-use__name">
        {name === null ? "No model yet" : <ModelName id={name} />}
      </h2>
      <div className="model-in-use__state">
        {coming && <EngineProgress coming={coming} />}
        {!coming && shown && <p>{readyWords(shown.backend)}</p>}
      </div>
      <EngineTrouble />
      {shown && (
        <>
          <ModelFacts model={shown.model} backend={shown.backend} />
          {shown.model.source === "hub" && <PrecisionChoice model={shown.model} />}
          {!isOnServer(shown.backend) && <BackendTrials report={shown.backend} />}
          <CopyAsCode model={shown.model} />
          <LabelList key={shown.model.id} labels={shown.model.labels} />
        </>
      )}
    </section>
  );
}

function readyWords(report: Ready["backend"]): string {
  return isOnServer(report)
    ? `Ready. It answers on ${report.host}, and the sound is sent there.`
    : `Ready. It runs in this page on ${describeBackend(report)}.`;
}

/** The engine that runs; while the next one is tried, the one before; null after a failure. */
function useLastReady(): Ready | null {
  const engine = useEarshot((state) => state.engine);
  const [last, setLast] = useState<Ready | null>(null);
  const ready = engine.phase === "ready" ? engine : null;
  if (engine.phase !== "loading" && last !== ready) setLast(ready);
  return engine.phase === "loading" ? last : ready;
}
