/** How a file is cut into windows. A change runs the files again, which is said where it is made. */
import type { ModelInfo } from "../../models/model-info.ts";
import { HOP_SHARES } from "../../session/settings.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { SelectSetting } from "./select-setting.tsx";
import { formatSeconds, windowSecondsOf } from "./window-seconds.ts";

const FREE_WINDOWS_S = [1, 2, 3, 5, 10] as const;

export function WindowChoice() {
  const model = useEarshot((state) => (state.engine.phase === "ready" ? state.engine.model : null));
  return (
    <>
      {model !== null && !model.windowIsFixed ? <Window model={model} /> : <FixedWindow model={model} />}
      <Hop model={model} />
    </>
  );
}

function FixedWindow({ model }: { model: ModelInfo | null }) {
  return (
    <div className="settings__item">
      <p className="settings__pair">
        <span className="settings__name">Window</span>
        <span className="settings__value">{model === null ? "" : formatSeconds(windowSecondsOf(model, null))}</span>
      </p>
      <p className="settings__meaning">What the model hears at once. It was made for just this.</p>
    </div>
  );
}

function Window({ model }: { model: ModelInfo }) {
  const { changeSettings } = useActions();
  const windowS = useEarshot((state) => state.settings.windowS);
  const own = windowSecondsOf(model, null);
  const meaning = "What the model hears at once. A change runs the files again.";
  const lengths = [...new Set<number>([...FREE_WINDOWS_S, ...(windowS === null ? [] : [windowS])])].sort(
    (a, b) => a - b,
  );
  return (
    <SelectSetting
      name="Window"
      value={windowS}
      choices={[
        { value: null, name: `The model's own (${formatSeconds(own)})`, meaning },
        ...lengths.map((value) => ({ value, name: formatSeconds(value), meaning })),
      ]}
      onChange={(chosen) => changeSettings({ windowS: chosen })}
    />
  );
}

function Hop({ model }: { model: ModelInfo | null }) {
  const { changeSettings } = useActions();
  const { windowS, hopShare } = useEarshot((state) => state.settings);
  const meaning = "Closer windows find a sound's time more exactly and take longer. A change runs the files again.";
  return (
    <SelectSetting
      name="A window every"
      value={hopShare}
      choices={HOP_SHARES.map((share) => ({ value: share, name: hopName(share, model, windowS), meaning }))}
      onChange={(chosen) => changeSettings({ hopShare: chosen })}
    />
  );
}

/** `0.25 s`; while no model is open, only the part of the window is known. */
function hopName(share: number, model: ModelInfo | null, windowS: number | null): string {
  if (model === null) return share === 1 ? "Window" : `1/${1 / share} of a window`;
  const seconds = formatSeconds(windowSecondsOf(model, windowS) * share);
  return share === 1 ? `${seconds}, no overlap` : seconds;
}
