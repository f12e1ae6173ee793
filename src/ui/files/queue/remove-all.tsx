/** A second word before the list is emptied and what the browser keeps of it is erased. */
import { useEffect, useRef } from "react";
import { useActions } from "../../earshot-context.tsx";
import { formatCount } from "../../figures.ts";

export function RemoveAll({ count, onKeep }: { count: number; onKeep: () => void }) {
  const { removeAllFiles } = useActions();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);

  const erase = () => {
    // The button goes with the list; the focus must not go with it.
    document.getElementById("panel-files")?.focus({ preventScroll: true });
    void removeAllFiles();
  };
  return (
    <fieldset
      className="remove-all"
      onKeyDown={(event) => {
        if (event.key === "Escape") onKeep();
      }}
    >
      <legend>
        Remove {formatCount(count, "file")} from the list and erase the results that this browser keeps of them? The
        recordings themselves stay where they are.
      </legend>
      <button type="button" className="button button--strong" onClick={erase}>
        Erase all results
      </button>
      <button ref={keep} type="button" className="button" onClick={onKeep}>
        Keep them
      </button>
    </fieldset>
  );
}
