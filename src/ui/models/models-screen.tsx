/** Which models there are, which one is loaded, and what is known of it. */
import { useEarshot } from "../earshot-context.tsx";
import { describeBackend } from "../live/source-words.ts";
import { useChooseModel } from "../use-route.ts";
import { BackendTrials } from "./backend-trials.tsx";
import { EMBEDDED_MODELS } from "./embedded-models.ts";
import { EngineProgress } from "./engine-progress.tsx";
import { EngineTrouble } from "./engine-trouble.tsx";
import { HubForm } from "./hub-form.tsx";
import { ModelFacts } from "./model-facts.tsx";
import { useCurrentModelId } from "./use-current-model.ts";
import "./models-screen.css";

export function ModelsScreen() {
  const choose = useChooseModel();
  const current = useCurrentModelId();
  const engine = useEarshot((state) => state.engine);

  return (
    <div className="models">
      <div className="models__choice">
        <section aria-labelledby="embedded-heading">
          <h2 id="embedded-heading">Inside the app</h2>
          <ul className="models__list">
            {EMBEDDED_MODELS.map(({ id, description, tryThis }) => (
              <li key={id}>
                <div>
                  <h3>{id}</h3>
                  <p>{description}</p>
                  <p className="quiet">{tryThis}</p>
                </div>
                <button
                  type="button"
                  className="button"
                  aria-label={id === current ? `${id} is in use` : `Use ${id}`}
                  aria-disabled={id === current}
                  onClick={() => id !== current && choose(id)}
                >
                  {id === current ? "In use" : "Use"}
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="hub-heading">
          <h2 id="hub-heading">From the Hub</h2>
          <HubForm />
        </section>
      </div>
      <section className="models__loaded" aria-labelledby="loaded-heading">
        <h2 id="loaded-heading" className="models__name">
          {current ?? "No model yet"}
        </h2>
        <div className="models__state">
          {engine.phase === "loading" && <EngineProgress coming={engine} />}
          {engine.phase === "ready" && <p>Ready. It runs in this page on {describeBackend(engine.backend)}.</p>}
        </div>
        <EngineTrouble />
        {engine.phase === "ready" && (
          <>
            <ModelFacts model={engine.model} backend={engine.backend} />
            <BackendTrials report={engine.backend} />
            <section aria-labelledby="labels-heading">
              <h3 id="labels-heading">Labels</h3>
              <ul className="models__labels">
                {engine.model.labels.map((label) => (
                  <li key={label}>{label}</li>
                ))}
              </ul>
            </section>
          </>
        )}
      </section>
    </div>
  );
}
