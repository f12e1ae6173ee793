/** Where the sound comes from: a microphone (which one), or the sound of a browser tab. Changing it while listening switches over. */
import { useEffect } from "react";
import type { Actions } from "../../session/actions.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";

export type SourceKind = "microphone" | "tab";

const NAMES: Record<SourceKind, string> = { microphone: "Microphone", tab: "Tab sound" };

export function startSource(actions: Actions, source: SourceKind): Promise<void> {
  return source === "tab" ? actions.startTabAudio() : actions.startMicrophone();
}

interface SourceChoiceProps {
  readonly source: SourceKind;
  readonly onChange: (source: SourceKind) => void;
}

export function SourceChoice({ source, onChange }: SourceChoiceProps) {
  const actions = useActions();
  const tabAudioSupported = useEarshot((state) => state.tabAudioSupported);
  const listening = useEarshot((state) => state.live.phase === "listening");

  const choose = (chosen: SourceKind) => {
    onChange(chosen);
    if (listening) void startSource(actions, chosen);
  };

  return (
    <div className="source-choice">
      {tabAudioSupported && (
        <fieldset className="choices">
          <legend className="unseen">Sound source</legend>
          {(["microphone", "tab"] as const).map((kind) => (
            <label key={kind}>
              <input type="radio" name="source" checked={source === kind} onChange={() => choose(kind)} />
              {NAMES[kind]}
            </label>
          ))}
        </fieldset>
      )}
      {source === "microphone" ? (
        <MicrophoneSelect />
      ) : (
        <p className="quiet small">Start, then choose a tab and let its sound be shared.</p>
      )}
      {!tabAudioSupported && <p className="quiet small">The sound of a tab: in Chrome and Edge on a computer.</p>}
    </div>
  );
}

function MicrophoneSelect() {
  const actions = useActions();
  const microphones = useEarshot((state) => state.microphones);
  const chosen = useEarshot((state) => state.settings.microphoneId);
  const listening = useEarshot((state) => state.live.phase === "listening" && state.live.facts.kind === "microphone");

  useEffect(() => void actions.refreshMicrophones(), [actions]);

  const known = microphones.filter((input) => input.deviceId !== "" && input.deviceId !== "default");
  const value = known.some((input) => input.deviceId === chosen) ? (chosen ?? "") : "";
  return (
    <select
      className="field"
      aria-label="Microphone device"
      value={value}
      onChange={({ target }) => {
        actions.changeSettings({ microphoneId: target.value === "" ? null : target.value });
        if (listening) void actions.startMicrophone();
      }}
    >
      <option value="">System default microphone</option>
      {known.map((input, index) => (
        <option key={input.deviceId} value={input.deviceId}>
          {input.label || `Microphone ${index + 1}`}
        </option>
      ))}
    </select>
  );
}
