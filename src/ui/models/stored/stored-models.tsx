/** The models on this device, what they take, and whether the browser may clear them away by itself. */
import { useEarshot } from "../../earshot-context.tsx";
import { StorageLine } from "./storage-line.tsx";
import { StoredRow } from "./stored-row.tsx";
import "./stored-models.css";

export function StoredModels() {
  const stored = useEarshot(({ library }) => library.stored);
  return (
    <section aria-labelledby="stored-heading">
      <h2 id="stored-heading">On this device</h2>
      {stored?.length ? (
        <ul className="models__list">
          {stored.map((model) => (
            <StoredRow key={model.key} model={model} />
          ))}
        </ul>
      ) : (
        <p className="models__none quiet">Nothing yet. What you download or open from disk stays here, also offline.</p>
      )}
      <StorageLine />
    </section>
  );
}
