/** The model that runs: what it is, how it was chosen to run, what it knows; and the one that is on its way to take its place. */
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

export function ModelInUse() {
  const current = useCurrentModelId();
  const coming = useComing();
  const engine = useEarshot((state) => state.engine);
  return (
    <section className="model-in-use" aria-labelledby="loaded-heading">
      <h2 id="loaded-heading" className="model-in-use__name">
        {current === null ? "No model yet" : <ModelName id={current} />}
      </h2>
      <div className="model-in-use__state">
        {coming ? (
          <EngineProgress coming={coming} />
        ) : (
          engine.phase === "ready" && <p>Ready. It runs in this page on {describeBackend(engine.backend)}.</p>
        )}
      </div>
      <EngineTrouble />
      {engine.phase === "ready" && (
        <>
          <ModelFacts model={engine.model} backend={engine.backend} />
          {engine.model.source === "hub" && <PrecisionChoice id={engine.model.id} precision={engine.model.precision} />}
          <BackendTrials report={engine.backend} />
          <LabelList key={engine.model.id} labels={engine.model.labels} />
        </>
      )}
    </section>
  );
}
