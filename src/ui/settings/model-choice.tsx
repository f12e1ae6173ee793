/** Which model: one that ships inside, one that is stored here, or any of the Hub by its id. */
import { useState } from "react";
import { useEarshot } from "../earshot-context.tsx";
import { EMBEDDED_MODELS } from "../models/embedded-models.ts";
import { EngineProgress } from "../models/engine-progress.tsx";
import { HubForm } from "../models/hub/hub-form.tsx";
import { modelTitle } from "../models/model-title.ts";
import { useChosenModelId, useComing } from "../models/use-current-model.ts";
import { useChooseModel } from "../use-route.ts";

const OTHER = "other:";

export function ModelChoice() {
  const choose = useChooseModel();
  const current = useChosenModelId();
  const coming = useComing();
  const stored = useEarshot((state) => state.library.stored);
  const [typing, setTyping] = useState(false);
  const kept = [...new Set(stored?.map(({ id }) => id))];
  const listed = current === null || kept.includes(current) || EMBEDDED_MODELS.some(({ id }) => id === current);

  return (
    <div className="settings__item">
      <label htmlFor="setting-model">Model</label>
      <select
        id="setting-model"
        className="field"
        value={typing ? OTHER : (current ?? "")}
        onChange={({ target }) => {
          setTyping(target.value === OTHER);
          if (target.value !== OTHER && target.value !== "") choose(target.value);
        }}
      >
        {current === null && <option value="">Choose a model</option>}
        {EMBEDDED_MODELS.map((model) => (
          <option key={model.id} value={model.id}>
            {model.id}
          </option>
        ))}
        {kept.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
        {!listed && <option value={current}>{modelTitle(current)}</option>}
        <option value={OTHER}>Another, from the Hub…</option>
      </select>
      {typing && (
        <HubForm
          verb="Open"
          onId={(id) => {
            setTyping(false);
            choose(id);
          }}
        />
      )}
      <div className="settings__progress">{coming ? <EngineProgress coming={coming} /> : <EngineWord />}</div>
    </div>
  );
}

function EngineWord() {
  const words = useEarshot(({ engine }) => {
    if (engine.phase === "ready") return `Ready. ${engine.model.labels.length} labels.`;
    return engine.phase === "failed" ? "Could not be opened." : "";
  });
  return <p className="settings__meaning">{words}</p>;
}
