/** From which score on each label counts as heard, where one for all does not do. Applies at once, without the model. */
import { useId, useMemo, useState } from "react";
import { thresholdsOf } from "../../../session/file-events.ts";
import type { FileEntry, LabelThresholds as Own } from "../../../session/state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { ALL_UP_TO, chooseLabels } from "./label-choice.ts";
import { ThresholdRow } from "./threshold-row.tsx";
import "./thresholds.css";

const NONE: Own = {};

interface LabelThresholdsProps {
  readonly file: FileEntry;
  readonly counts: readonly (readonly [label: string, count: number])[];
}

export function LabelThresholds({ file: { modelId, labels, clip }, counts }: LabelThresholdsProps) {
  const { changeSettings } = useActions();
  const settings = useEarshot((state) => state.settings);
  const searchId = useId();
  const [query, setQuery] = useState("");
  // Null while closed. The order of the moment when it was opened: rows do not move while sliders do.
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const own = settings.labelThresholds[modelId ?? ""] ?? NONE;
  const inForce = useMemo(() => {
    const thresholds = thresholdsOf(modelId, labels, settings);
    return new Map(labels.map((label, index) => [label, thresholds[index] ?? null]));
  }, [modelId, labels, settings]);
  const byDefault = useMemo(() => {
    const thresholds = thresholdsOf(modelId, labels, { ...settings, labelThresholds: {} });
    return new Map(labels.map((label, index) => [label, thresholds[index] ?? null]));
  }, [modelId, labels, settings]);
  const matters = new Set([...counts.map(([label]) => label), ...Object.keys(own)]);
  const { shown, more } = chooseLabels(order ?? [], matters, query);
  const numOwn = labels.filter((label) => own[label] !== undefined).length;

  if (modelId === null || labels.length === 0) return null;
  const write = (change: Own) =>
    changeSettings({ labelThresholds: { ...settings.labelThresholds, [modelId]: change } });

  return (
    <details
      className="disclosure thresholds"
      onToggle={({ currentTarget }) =>
        setOrder(currentTarget.open ? [...new Set([...clip.map(({ label }) => label), ...labels])] : null)
      }
    >
      <summary>
        Thresholds by label <span className="quiet">{numOwn === 0 ? "" : `${numOwn} set`}</span>
      </summary>
      <div className="thresholds__tools">
        {labels.length > ALL_UP_TO && (
          <p className="thresholds__search">
            <label htmlFor={searchId}>Find a label</label>
            <input
              id={searchId}
              className="field"
              type="search"
              value={query}
              onChange={({ target }) => setQuery(target.value)}
            />
          </p>
        )}
        {numOwn > 0 && (
          <button type="button" className="button button--text" onClick={() => write({})}>
            Reset all
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without markers */}
      <ul className="thresholds__list" role="list" aria-label="Thresholds by label">
        {shown.map((label) => (
          <ThresholdRow
            key={label}
            label={label}
            threshold={inForce.get(label) ?? null}
            common={settings.threshold}
            usual={byDefault.get(label) ?? null}
            isOwn={own[label] !== undefined}
            onChange={(threshold) => write({ ...own, [label]: threshold })}
            onReset={() => write(Object.fromEntries(Object.entries(own).filter(([name]) => name !== label)))}
          />
        ))}
      </ul>
      <p className="quiet small" aria-live="polite">
        {order !== null && shown.length === 0 && "No label of this model is called so."}
        {more > 0 && `${more} more are found. Write more of the name.`}
        {order !== null &&
          query === "" &&
          shown.length < labels.length &&
          `${labels.length - shown.length} more can be searched for.`}
      </p>
    </details>
  );
}
