/** The manifest that was chosen or dropped: read once, wherever it came from, and kept for the evaluation panel. */
import { createStore } from "zustand/vanilla";
import type { Manifest } from "../../../scores/evaluation/manifest.ts";

export type ManifestIntake =
  | { readonly phase: "none" }
  | { readonly phase: "reading"; readonly name: string }
  | { readonly phase: "read"; readonly name: string; readonly manifest: Manifest }
  | { readonly phase: "unreadable"; readonly name: string };

export const manifestIntake = createStore<ManifestIntake>(() => ({ phase: "none" }));

let newest = 0;

/** Hands in a table of paths and labels. What goes wrong is in the store; the newest one wins. */
export function takeManifest(file: File): void {
  newest += 1;
  const mine = newest;
  const { name } = file;
  const tell = (outcome: ManifestIntake) => {
    if (mine === newest) manifestIntake.setState(outcome, true);
  };
  tell({ phase: "reading", name });
  read(file).then(
    (manifest) => tell({ phase: "read", name, manifest }),
    () => tell({ phase: "unreadable", name }),
  );
}

async function read(file: File): Promise<Manifest> {
  const [text, { readManifest }] = await Promise.all([
    file.text(),
    import("../../../scores/evaluation/manifest.ts"), // Brings a CSV parser that few visits need.
  ]);
  return readManifest(text);
}
