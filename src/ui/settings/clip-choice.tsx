/** How the scores of a whole clip come from those of its windows. Never runs the model again. */
import type { ClipMethod } from "../../scores/aggregate.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { type Choice, SelectSetting } from "./select-setting.tsx";

const METHODS: readonly Choice<ClipMethod>[] = [
  {
    value: "energy-mean",
    name: "Loudness-weighted mean",
    meaning: "How much of what can be heard: silence has no say.",
  },
  { value: "mean", name: "Mean", meaning: "How much of the clip, silence and all." },
  { value: "max", name: "Max", meaning: "Whether it is heard anywhere, however briefly." },
  {
    value: "log-mean-exp",
    name: "Log-mean-exp",
    meaning: "Between mean and max: a short sound counts, but not alone.",
  },
];

export function ClipChoice() {
  const { changeSettings } = useActions();
  const method = useEarshot((state) => state.settings.clipMethod);
  return (
    <SelectSetting
      name="Whole clip by"
      value={method}
      choices={METHODS}
      onChange={(clipMethod) => changeSettings({ clipMethod })}
    />
  );
}
