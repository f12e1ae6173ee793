/** The mark: an e whose ring is an ear and whose bar is a lit level. Drawn on a 32-unit square, as in `public/favicon.svg`. */
import { formatRoute } from "../route.ts";
import "./wordmark.css";

export function Wordmark({ modelId }: { modelId: string | null }) {
  return (
    <a className="wordmark" href={formatRoute({ screen: "live", modelId })} aria-label="Earshot, to Live">
      <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
        <path d="M28.4 16A12.5 12.5 0 1 0 25.2 24.4" />
        <path className="wordmark__level" d="M11 16H30.4" />
      </svg>
      earshot
    </a>
  );
}
