/** The precisions of the model in use that are stored, to switch between; and the way to the others. */
import { useId, useState } from "react";
import type { ModelInfo } from "../../../models/model-info.ts";
import type { Precision } from "../../../models/precision.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { useChooseModel } from "../../use-route.ts";
import { precisionName } from "../precision-words.ts";
import { useComing } from "../use-current-model.ts";

export function PrecisionChoice({ model: { id, precision } }: { model: ModelInfo }) {
  const { checkModel } = useActions();
  const choose = useChooseModel();
  const stored = useEarshot(({ library }) => library.stored);
  const group = useId();
  const coming = useComing();
  const [wanted, setWanted] = useState<Precision | null>(null);
  const here = stored?.filter((one) => one.id === id).map((one) => one.precision) ?? [];
  // What was pressed counts while it is on its way; what runs counts when nothing is.
  const chosen = coming?.modelId === id && wanted !== null ? wanted : precision;
  return (
    <section className="precision-choice" aria-labelledby={`${group}-heading`}>
      <h3 id={`${group}-heading`}>Precision</h3>
      <div className="precision-choice__line">
        <fieldset className="choices">
          <legend className="unseen">Precision in use</legend>
          {[...new Set([precision, ...here])].toSorted().map((one) => (
            <label key={one}>
              <input
                type="radio"
                name={group}
                checked={one === chosen}
                onChange={() => {
                  setWanted(one);
                  choose(id, one);
                }}
              />
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
