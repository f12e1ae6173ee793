/** What Live and Files share: model, score function, how many labels, from which score on a label counts as heard. */
import type { Activation } from "../../scores/activation.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { formatScore } from "../figures.ts";
import { DeviceChoice } from "./device-choice.tsx";
import { ModelChoice } from "./model-choice.tsx";
import "./settings-panel.css";

const FUNCTIONS: readonly Activation[] = ["sigmoid", "softmax", "none"];

const MEANINGS: Record<Activation, string> = {
  sigmoid: "Each label is judged by itself; several can be heard at once.",
  softmax: "The labels share 1 between them; one always wins.",
  none: "The model's raw numbers, without meaning as a chance.",
};

export function SettingsPanel() {
  const { changeSettings } = useActions();
  const settings = useEarshot((state) => state.settings);
  const own = useEarshot((state) => (state.engine.phase === "ready" ? state.engine.model.activation : null));
  const inForce = settings.activation ?? own;

  return (
    <aside className="settings" aria-labelledby="settings-heading">
      <h2 id="settings-heading">Settings</h2>
      <ModelChoice />
      <div className="settings__item">
        <label htmlFor="setting-function">Function</label>
        <select
          id="setting-function"
          className="field"
          aria-describedby="setting-function-meaning"
          value={settings.activation ?? ""}
          onChange={({ target }) =>
            changeSettings({ activation: FUNCTIONS.find((name) => name === target.value) ?? null })
          }
        >
          <option value="">{own === null ? "The model's own" : `The model's own (${own})`}</option>
          {FUNCTIONS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <p id="setting-function-meaning" className="settings__meaning">
          {inForce === null ? "" : MEANINGS[inForce]}
        </p>
      </div>
      <div className="settings__item">
        <p className="settings__pair">
          <label htmlFor="setting-top-k">Labels shown</label>
          <span className="settings__value">{settings.topK}</span>
        </p>
        <input
          id="setting-top-k"
          className="range"
          type="range"
          min={1}
          max={10}
          step={1}
          value={settings.topK}
          onChange={({ target }) => changeSettings({ topK: target.valueAsNumber })}
        />
      </div>
      <div className="settings__item">
        <p className="settings__pair">
          <label htmlFor="setting-threshold">Heard from</label>
          <span className="settings__value">{formatScore(settings.threshold)}</span>
        </p>
        <input
          id="setting-threshold"
          className="range"
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={settings.threshold}
          aria-valuetext={formatScore(settings.threshold)}
          onChange={({ target }) => changeSettings({ threshold: target.valueAsNumber })}
        />
        <p className="settings__meaning">A label counts as heard at this score and above.</p>
      </div>
      <DeviceChoice />
    </aside>
  );
}
