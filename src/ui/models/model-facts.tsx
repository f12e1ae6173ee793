/** The loaded model in figures. */
import type { BackendReport, ModelInfo } from "../../models/model-info.ts";
import { formatBytes, formatMs, formatRate } from "../figures.ts";
import { describeBackend } from "../live/source-words.ts";
import { FactList, type Facts } from "./fact-list.tsx";
import { precisionName } from "./precision-words.ts";

export function ModelFacts({ model, backend }: { model: ModelInfo; backend: BackendReport }) {
  const windowS = Number((model.windowSamples / model.sampleRateHz).toFixed(2));
  const facts: Facts = [
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
  return <FactList facts={facts} />;
}
