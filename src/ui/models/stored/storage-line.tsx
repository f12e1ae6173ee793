/** How much of what the browser gives this site is used, and whether it may clear it away by itself. */
import { useState } from "react";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatBytes } from "../../figures.ts";

export function StorageLine() {
  const { keepStorage } = useActions();
  const storage = useEarshot(({ library }) => library.storage);
  const hasModels = useEarshot(({ library }) => (library.stored?.length ?? 0) > 0);
  const [asked, setAsked] = useState(false);
  if (storage === null || !hasModels) return null;
  const { modelBytes, usedBytes, quotaBytes, persisted } = storage;
  const all = usedBytes === null || quotaBytes === null ? "" : ` ${roomWords(usedBytes, quotaBytes)}`;
  return (
    <div className="storage-line">
      <p className="quiet small">
        {formatBytes(modelBytes)} of models.{all}
      </p>
      {persisted && <p className="quiet small">The browser has promised not to clear it by itself.</p>}
      {!persisted && asked && (
        <p className="quiet small" role="status">
          The browser did not promise; it may clear it when room runs out. Installing the app often helps.
        </p>
      )}
      {!persisted && !asked && (
        <button
          type="button"
          className="button button--text small"
          onClick={() => void keepStorage().then(() => setAsked(true))}
        >
          Ask the browser to keep it
        </button>
      )}
    </div>
  );
}

/** A quota of many times what is used needs no second figure after the comma. */
function roomWords(usedBytes: number, quotaBytes: number): string {
  return `This site uses ${formatBytes(usedBytes)} of the ${formatBytes(quotaBytes)} that the browser gives it.`;
}
