/** Covers the page while files are dragged over it. */
import type { Screen } from "../route.ts";
import "./drop-overlay.css";

export function DropOverlay({ screen }: { screen: Screen }) {
  return (
    <div className="drop-overlay" aria-hidden="true">
      <p>{screen === "models" ? "Let go to open the model." : "Let go to listen to it."}</p>
    </div>
  );
}
