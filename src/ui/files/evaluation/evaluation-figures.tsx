/** The figures of the whole, in large type. */
import type { Evaluation } from "../../../scores/evaluation/evaluate.ts";

export function EvaluationFigures({ evaluation }: { evaluation: Evaluation }) {
  const { items, accuracy, topK, meanAveragePrecision, macro } = evaluation;
  const of = (share: number) => `${Math.round(share * items)} of ${items} right`;
  const figures: readonly (readonly [name: string, value: number, meaning: string])[] = [
    ["Accuracy", accuracy, of(accuracy)],
    ...topK.map(({ k, accuracy: share }) => [`Top-${k} accuracy`, share, of(share)] as const),
    ["mAP", meanAveragePrecision, "mean average precision"],
    ["Macro F1", macro.f1, "mean over labels"],
  ];
  return (
    <dl className="evaluation__figures">
      {figures.map(([name, value, meaning]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <data value={value}>{value.toFixed(3)}</data>
          </dd>
          <dd className="quiet small">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
