/** What is known of a model before a byte of its weights came. Labels are anybody's words: shown as text. */
import type { Preflight } from "../../../models/preflight.ts";
import { formatCount, formatRate } from "../../figures.ts";
import { cautionWords } from "../caution-words.ts";
import { FactList, type Facts } from "../fact-list.tsx";
import { ModelName } from "../model-name.tsx";

export function PreflightFacts({ preflight }: { preflight: Preflight }) {
  const { id, numLabels, someLabels, sampleRateHz, windowS, windowIsFixed, architecture, licence, cautions } =
    preflight;
  const facts: Facts = [
    ["Listens at", formatRate(sampleRateHz)],
    ["Window", `${Number(windowS.toFixed(2))} s${windowIsFixed ? ", fixed" : ", any length"}`],
    ["Kind", architecture],
    ["Licence", licence ?? "not stated"],
  ];
  return (
    <>
      <h3>
        <ModelName id={id} />
      </h3>
      <p className="check-card__labels">
        <strong>{formatCount(numLabels, "label")}</strong>: {someLabels.join(" · ")}
        {numLabels > someLabels.length && " …"}
      </p>
      <FactList facts={facts} isTight />
      {cautions.length > 0 && (
        <ul className="check-card__cautions">
          {cautions.map((caution) => (
            <li key={caution.kind}>{cautionWords(caution)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
