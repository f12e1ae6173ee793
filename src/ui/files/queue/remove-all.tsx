/** Empties the list and erases what the browser keeps of it, after a second word in the same place. */
import { useEffect, useRef, useState } from "react";
import { useActions } from "../../earshot-context.tsx";
import { formatCount } from "../../figures.ts";

export function RemoveAll({ count }: { count: number }) {
  const { removeAllFiles } = useActions();
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const ask = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);

  useEffect(() => {
    if (asking) keep.current?.focus();
    else if (asked.current) ask.current?.focus();
    asked.current = asking;
  }, [asking]);

  if (!asking) {
    return (
      <button ref={ask} type="button" className="button button--text" onClick={() => setAsking(true)}>
        Remove all
      </button>
    );
  }
  const erase = () => {
    document.getElementById("panel-files")?.focus({ preventScroll: true });
    void removeAllFiles();
  };
  return (
    <fieldset
      className="remove-all"
      onKeyDown={(event) => {
        if (event.key === "Escape") setAsking(false);
      }}
    >
      <legend>
        Remove {formatCount(count, "file")} from the list and erase the results that this browser keeps of them? The
        recordings themselves stay where they are.
      </legend>
      <button type="button" className="button button--strong" onClick={erase}>
        Erase all results
      </button>
      <button ref={keep} type="button" className="button" onClick={() => setAsking(false)}>
        Keep them
      </button>
    </fieldset>
  );
}
