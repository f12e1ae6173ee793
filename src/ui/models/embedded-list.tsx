/** The models that ship inside the app. */
import { useChooseModel } from "../use-route.ts";
import { EMBEDDED_MODELS } from "./embedded-models.ts";
import { useCurrentModelId } from "./use-current-model.ts";

export function EmbeddedList() {
  const choose = useChooseModel();
  const current = useCurrentModelId();
  return (
    <section aria-labelledby="embedded-heading">
      <h2 id="embedded-heading">Inside the app</h2>
      <ul className="models__list">
        {EMBEDDED_MODELS.map(({ id, description, tryThis }) => (
          <li key={id}>
            <div>
              <h3>{id}</h3>
              <p>{description}</p>
              <p className="quiet">{tryThis}</p>
            </div>
            <button
              type="button"
              className="button"
              aria-label={id === current ? `${id} is in use` : `Use ${id}`}
              aria-disabled={id === current}
              onClick={() => id !== current && choose(id)}
            >
              {id === current ? "In use" : "Use"}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
