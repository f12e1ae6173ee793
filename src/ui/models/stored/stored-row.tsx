/** One stored model: use it, take along what was made here, or delete it after a second word. */
import { useEffect, useRef, useState } from "react";
import type { StoredModel } from "../../../library/protocol.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatBytes, formatCount, formatMs } from "../../figures.ts";
import { useChooseModel } from "../../use-route.ts";
import { ModelName } from "../model-name.tsx";
import { precisionName } from "../precision-words.ts";
import { whenWords } from "../when-words.ts";
import { SaveOnnxState, useSaveOnnx } from "./save-onnx.tsx";

export function StoredRow({ model }: { model: StoredModel }) {
  const choose = useChooseModel();
  const [asked, setAsked] = useState(false);
  const remove = useRef<HTMLButtonElement>(null);
  const { id, precision, bytes, lastUsedAtMs, place, numLabels, source, madeFrom, measured, differsBy } = model;
  const { saving, save } = useSaveOnnx(model);
  const inUse = useEarshot(
    ({ engine }) => engine.phase === "ready" && engine.model.id === id && engine.model.precision === precision,
  );
  const name = `${id}, ${precisionName(precision).toLowerCase()}`;
  const facts = [
    precisionName(precision),
    formatBytes(bytes),
    formatCount(numLabels, "label"),
    ...(measured ? [`${formatMs(measured.windowMs)} a window`] : []),
    ...(differsBy === null ? [] : [`scores within ${upTo(differsBy)} of full precision on a test sound`]),
    ...(source === "disk" ? ["from disk"] : []),
    ...(madeFrom ? ["made here of its checkpoint"] : []),
    place === "memory" ? "in memory, gone when the page closes" : `used ${whenWords(lastUsedAtMs, Date.now())}`,
  ];
  return (
    <li className="stored-row">
      <div>
        <h3>
          <ModelName id={id} />
        </h3>
        <p className="quiet small">{facts.join(" · ")}</p>
      </div>
      {asked ? (
        <Confirm
          model={model}
          inUse={inUse}
          onKeep={() => {
            setAsked(false);
            // After the row has its buttons back.
            requestAnimationFrame(() => remove.current?.focus());
          }}
        />
      ) : (
        <div className="stored-row__ways">
          <button
            type="button"
            className="button"
            aria-label={inUse ? `${name} is in use` : `Use ${name}`}
            aria-disabled={inUse}
            onClick={() => !inUse && choose(id, precision)}
          >
            {inUse ? "In use" : "Use"}
          </button>
          {madeFrom && (
            <button
              type="button"
              className="button button--text"
              aria-label={`Save ${name} as ONNX`}
              aria-disabled={saving.phase === "saving"}
              onClick={save}
            >
              Save as ONNX
            </button>
          )}
          <button
            ref={remove}
            type="button"
            className="button button--text"
            aria-label={`Delete ${name}`}
            onClick={() => setAsked(true)}
          >
            Delete
          </button>
        </div>
      )}
      <SaveOnnxState saving={saving} />
    </li>
  );
}

/** Rounded up: what is said must hold. */
function upTo(difference: number): string {
  return (Math.max(1, Math.ceil(difference * 1000)) / 1000).toFixed(3);
}

interface ConfirmProps {
  readonly model: StoredModel;
  readonly inUse: boolean;
  readonly onKeep: () => void;
}

function Confirm({ model, inUse, onKeep }: ConfirmProps) {
  const { removeModel } = useActions();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const again = model.source === "disk" ? "It can be opened from disk again." : "It can be downloaded again.";
  return (
    <fieldset
      className="stored-row__confirm"
      onKeyDown={(event) => {
        if (event.key === "Escape") onKeep();
      }}
    >
      <legend>
        Delete {formatBytes(model.bytes)} from this device? {inUse && "Another model takes its place. "}
        {again}
      </legend>
      <button
        type="button"
        className="button button--strong"
        onClick={() => {
          // The button goes with its row; the focus must not go with it.
          document.getElementById("panel-models")?.focus({ preventScroll: true });
          void removeModel(model.key);
        }}
      >
        Delete it
      </button>
      <button ref={keep} type="button" className="button" onClick={onKeep}>
        Keep it
      </button>
    </fieldset>
  );
}
