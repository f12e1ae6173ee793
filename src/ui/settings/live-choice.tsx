/** How hard Live works: results a second, and what it does behind another tab. Folded away: nobody needs it to begin. */
import type { Settings } from "../../session/state.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { type Choice, SelectSetting } from "./select-setting.tsx";

const PACES: readonly Choice<Settings["pace"]>[] = [
  {
    value: "automatic",
    name: "Five a second",
    meaning: "Fewer where this machine is slower than the sound. The screen stays on.",
  },
  { value: "saver", name: "Battery saver", meaning: "One a second, and the screen may sleep." },
];

const HIDDEN: readonly Choice<Settings["whenHidden"]>[] = [
  { value: "listen", name: "Go on", meaning: "Listens on while another tab is in front." },
  {
    value: "rest",
    name: "Rest",
    meaning: "Scores nothing until this tab is in front again. The microphone stays open.",
  },
];

export function LiveChoice() {
  const { changeSettings } = useActions();
  const pace = useEarshot((state) => state.settings.pace);
  const whenHidden = useEarshot((state) => state.settings.whenHidden);
  return (
    <details className="settings__more">
      <summary>Pace and battery</summary>
      <SelectSetting
        name="Live results"
        value={pace}
        choices={PACES}
        onChange={(next) => changeSettings({ pace: next })}
      />
      <SelectSetting
        name="Behind another tab"
        value={whenHidden}
        choices={HIDDEN}
        onChange={(next) => changeSettings({ whenHidden: next })}
      />
    </details>
  );
}
