/** One known model: what it hears, then who made it and what it costs to have. */
import type { CatalogueRow as Row } from "../../../models/catalogue/catalogue.ts";
import { PRECISIONS } from "../../../models/precision.ts";
import { useActions } from "../../earshot-context.tsx";
import { formatBytes } from "../../figures.ts";
import { ModelName } from "../model-name.tsx";

export function CatalogueRow({ row }: { row: Row }) {
  const { checkModel } = useActions();
  const facts = [sizeWords(row), row.licence ?? "licence not stated"].filter((fact) => fact !== "");
  return (
    <li className="catalogue-row">
      <div>
        <h3>{row.task}</h3>
        {row.labels.some.length > 0 && <p className="quiet">{row.labels.some.join(", ")}</p>}
        <p className="quiet small">
          <ModelName id={row.id} />
          <br />
          {facts.join(" · ")}
        </p>
      </div>
      <button type="button" className="button" aria-label={`Check ${row.id}`} onClick={() => void checkModel(row.id)}>
        Check
      </button>
    </li>
  );
}

/** `91 to 347 MB by precision`; empty where no size is known. */
function sizeWords({ sizesMB }: Row): string {
  const bytes = PRECISIONS.flatMap((precision) => (sizesMB[precision] ?? 0) * 1e6 || []);
  const least = Math.min(...bytes);
  const most = Math.max(...bytes);
  if (bytes.length === 0) return "";
  return least === most ? formatBytes(most) : `${formatBytes(least)} to ${formatBytes(most)} by precision`;
}
