/** The manifest that was chosen or dropped, waiting to be read by the evaluation panel. */
import { createStore } from "zustand/vanilla";

export interface ManifestIntake {
  /** The newest manifest; null before the first. */
  readonly manifest: File | null;
}

export const manifestIntake = createStore<ManifestIntake>(() => ({ manifest: null }));

/** Hands in a CSV of paths and labels, wherever it came from. */
export function takeManifest(manifest: File): void {
  manifestIntake.setState({ manifest });
}
