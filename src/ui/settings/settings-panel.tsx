/** What Live and Files share (model, score function, how many labels, what counts as heard), and what is for each alone. */
import type { Activation } from "../../scores/activation.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { formatScore } from "../figures.ts";
import { useRoute } from "../use-route.ts";
import { ClipChoice } from "./clip-choice.tsx";
import { DeviceChoice } from "./device-choice.tsx";
import { EventRules } from "./event-rules.tsx";
import { LiveChoice } from "./live-choice.tsx";
import { ModelChoice } from "./model-choice.tsx";
import { RangeSetting } from "./range-setting.tsx";
import { SelectSetting } from "./select-setting.tsx";
import { WindowChoice } from "./window-choice.tsx";
import "./settings-panel.css";

const FUNCTIONS: readonly Activation[] = ["sigmoid", "softmax", "none"];

const MEANINGS: Record<Activation, string> = {
  sigmoid: "Each label is judged by itself; several can be heard at once.",
  softmax: "The labels share 1 between them; one always wins.",
  none: "The model's raw numbers, without meaning as a chance.",
};

export function SettingsPanel() {
  const { changeSettings } = useActions();
  const { screen } = useRoute();
  const settings = useEarshot((state) => state.settings);
  const own = useEarshot((state) => (state.engine.phase === "ready" ? state.engine.model.activation : null));

  return (
    <aside className="settings" aria-labelledby="settings-heading">
      <h2 id="settings-heading">Settings</h2>
      <ModelChoice />
      <SelectSetting<Activation | null>
        name="Function"
        value={settings.activation}
        choices={[
          {
            value: null,
            name: own === null ? "The model's own" : `The model's own (${own})`,
            meaning: own === null ? "" : MEANINGS[own],
          },
          ...FUNCTIONS.map((value) => ({ value, name: value, meaning: MEANINGS[value] })),
        ]}
        onChange={(activation) => changeSettings({ activation })}
      />
      <RangeSetting
        name="Labels shown"
        value={settings.topK}
        shown={String(settings.topK)}
        min={1}
        max={10}
        step={1}
        onChange={(topK) => changeSettings({ topK })}
      />
      <RangeSetting
        name="Heard from"
        value={settings.threshold}
        shown={formatScore(settings.threshold)}
        min={0}
        max={1}
        step={0.01}
        meaning="A label counts as heard at this score and above."
        onChange={(threshold) => changeSettings({ threshold })}
      />
      {screen === "live" && <LiveChoice />}
      {screen === "files" && (
        <>
          <ClipChoice />
          <EventRules />
          <WindowChoice />
        </>
      )}
      <DeviceChoice />
    </aside>
  );
}
