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

/** Hands in a table of paths and labels. Never rejects: what goes wrong is in the store. The newest one wins. */
export async function takeManifest(file: File): Promise<void> {
  newest += 1;
  const mine = newest;
  const { name } = file;
  manifestIntake.setState({ phase: "reading", name }, true);
  const outcome = await read(file);
  if (mine === newest) manifestIntake.setState(outcome, true);
}

async function read(file: File): Promise<ManifestIntake> {
  const { name } = file;
  try {
    const [text, { readManifest }] = await Promise.all([
      file.text(),
      import("../../../scores/evaluation/manifest.ts"), // Brings a CSV parser that few visits need.
    ]);
    return { phase: "read", name, manifest: readManifest(text) };
  } catch {
    return { phase: "unreadable", name };
  }
}
