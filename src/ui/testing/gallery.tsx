/** Development only: `npx vite`, then `/src/ui/testing/gallery.html?scene=listening#/live`. Scenes are in `scenes.ts`. */
import { createRoot } from "react-dom/client";
import { App } from "../app.tsx";
import { createFakeSession } from "./fake-session.ts";

const query = new URLSearchParams(location.search);
const session = createFakeSession(query.get("scene") ?? "off");
const root = document.getElementById("root");
if (root) createRoot(root).render(<App {...session} />);
