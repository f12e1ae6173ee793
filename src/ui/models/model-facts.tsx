/** The loaded model in figures. */
import { type BackendReport, isOnServer, type ModelInfo, type ServerReport } from "../../models/model-info.ts";
import { formatBytes, formatMs, formatRate } from "../figures.ts";
import { describeBackend } from "../live/source-words.ts";
import { FactList, type Facts } from "./fact-list.tsx";
import { precisionName } from "./precision-words.ts";

export function ModelFacts({ model, backend }: { model: ModelInfo; backend: BackendReport | ServerReport }) {
  return <FactList facts={isOnServer(backend) ? factsOnServer(model, backend) : factsHere(model, backend)} />;
}

function factsOnServer(model: ModelInfo, report: ServerReport): Facts {
  const windowS = Number((model.windowSamples / model.sampleRateHz).toFixed(2));
  return [
    [
      "Labels",
      report.bestOnly === null
        ? String(model.labels.length)
        : `${model.labels.length}, the best ${report.bestOnly} told`,
    ],
    ["Sound is sent at", `${formatRate(model.sampleRateHz)}${report.isGuessed ? ", as most models hear it" : ""}`],
    ["Window", `${windowS} s${model.windowIsFixed ? ", fixed" : ", any length"}`],
    ["Function", report.made === null ? model.activation : `${report.made}, applied by the server`],
    ["Runs on", report.host],
    ["A window takes", `${formatMs(report.windowMs)}, there and back`],
  ];
}

function factsHere(model: ModelInfo, backend: BackendReport): Facts {
  const windowS = Number((model.windowSamples / model.sampleRateHz).toFixed(2));
  return [
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
}
