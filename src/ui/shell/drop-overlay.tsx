/** Covers the page while files are dragged over it. */
import "./drop-overlay.css";

export function DropOverlay() {
  return (
    <div className="drop-overlay" aria-hidden="true">
      <p>Let go to listen to it.</p>
    </div>
  );
}
