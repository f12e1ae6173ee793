/** Draws the app into the page: the one entry of all that is React. */
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import type { EarshotHandles } from "./earshot-context.tsx";

export { takeHanded } from "./shell/take-files.ts";

export function draw(handles: EarshotHandles): void {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  const app = (
    <StrictMode>
      <App {...handles} />
    </StrictMode>
  );
  const drawn = createRoot(root);
  // In slices of a few milliseconds, so that the first drawing is no long task.
  startTransition(() => drawn.render(app));
}
