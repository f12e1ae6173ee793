/** Where the model runs: the measured best, or what the person insists on. */
import { isOnServer } from "../../models/model-info.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";

const DEVICES = [
  {
    device: null,
    name: "Automatic",
    meaning: "The fastest way that gave the right numbers when it was measured here.",
  },
  {
    device: "wasm",
    name: "Processor (WASM)",
    meaning: "Works everywhere; several threads where the page may use them.",
  },
  {
    device: "webgpu",
    name: "Graphics (WebGPU)",
    meaning: "For large models; loads 27 MB more. Falls back, and says so.",
  },
] as const;

export function DeviceChoice() {
  const { changeSettings } = useActions();
  const device = useEarshot((state) => state.settings.device);
  const host = useEarshot(({ engine }) =>
    engine.phase === "ready" && isOnServer(engine.backend) ? engine.backend.host : null,
  );
  if (host !== null) {
    return (
      <div className="settings__item">
        <p className="settings__pair">
          <span className="settings__name">Runs on</span>
          <span className="settings__value">{host}</span>
        </p>
        <p className="settings__meaning">A server. The sound is sent there.</p>
      </div>
    );
  }
  const chosen = DEVICES.find((choice) => choice.device === device) ?? DEVICES[0];

  return (
    <div className="settings__item">
      <label htmlFor="setting-device">Runs on</label>
      <select
        id="setting-device"
        className="field"
        aria-describedby="setting-device-meaning"
        value={chosen.name}
        onChange={({ target }) =>
          changeSettings({ device: DEVICES.find(({ name }) => name === target.value)?.device ?? null })
        }
      >
        {DEVICES.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <p id="setting-device-meaning" className="settings__meaning">
        {chosen.meaning}
      </p>
    </div>
  );
}
