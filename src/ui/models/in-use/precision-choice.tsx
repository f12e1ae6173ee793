/** The precisions of the model in use that are stored, to switch between; and the way to the others. */
import { useId } from "react";
import type { Precision } from "../../../models/precision.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { useChooseModel } from "../../use-route.ts";
import { precisionName } from "../precision-words.ts";

export function PrecisionChoice({ id, precision }: { id: string; precision: Precision }) {
  const { checkModel } = useActions();
  const choose = useChooseModel();
  const stored = useEarshot(({ library }) => library.stored);
  const group = useId();
  const here = stored?.filter((one) => one.id === id).map((one) => one.precision) ?? [];
  return (
    <section className="precision-choice" aria-labelledby={`${group}-heading`}>
      <h3 id={`${group}-heading`}>Precision</h3>
      <div className="precision-choice__line">
        <fieldset className="choices">
          <legend className="unseen">Precision in use</legend>
          {[...new Set([precision, ...here])].toSorted().map((one) => (
            <label key={one}>
              <input type="radio" name={group} checked={one === precision} onChange={() => choose(id, one)} />
              {precisionName(one)}
            </label>
          ))}
        </fieldset>
        <button type="button" className="button button--text small" onClick={() => void checkModel(id)}>
          Look for other precisions
        </button>
      </div>
    </section>
  );
}
