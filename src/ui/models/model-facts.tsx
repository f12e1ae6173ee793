/** The loaded model in figures. */
import type { BackendReport, ModelInfo } from "../../models/model-info.ts";
import { formatBytes, formatMs, formatRate } from "../figures.ts";
import { describeBackend } from "../live/source-words.ts";
import { precisionName } from "./precision-words.ts";

export function ModelFacts({ model, backend }: { model: ModelInfo; backend: BackendReport }) {
  const windowS = Number((model.windowSamples / model.sampleRateHz).toFixed(2));
  const facts: readonly (readonly [string, string])[] = [
    ["Labels", String(model.labels.length)],
    ["Listens at", formatRate(model.sampleRateHz)],
    ["Window", `${windowS} s${model.windowIsFixed ? ", fixed" : ", any length"}`],
    ["Function", model.activation],
    ["Kind", model.architecture],
    ["Precision", precisionName(model.precision)],
    ["Size", formatBytes(model.sizeBytes)],
    ["Runs on", describeBackend(backend)],
    ["A window takes", formatMs(backend.windowMs)],
  ];
  return (
    <dl className="model-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
