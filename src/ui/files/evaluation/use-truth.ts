/** Tells the session what each file holds, by folders or manifest, and again when files come. */
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { type ManifestMatch, matchManifest } from "../../../scores/evaluation/match-manifest.ts";
import type { FileEntry } from "../../../session/state.ts";
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { manifestIntake } from "./manifest-intake.ts";
import { changedTruths, folderTruths } from "./truth.ts";

/** `kept`: as an earlier visit's manifest said, which is no longer here. */
export type TruthSource = "folders" | "manifest" | "kept";

/** @returns how the manifest's rows met the files; null where no manifest is used. */
export function useTruth(source: TruthSource | null, files: readonly FileEntry[]): ManifestMatch | null {
  const { setTrueLabels } = useActions();
  const intake = useStore(manifestIntake);
  const rows = source === "manifest" && intake.phase === "read" ? intake.manifest.rows : null;
  // Paths change when files come and go, not while they are heard.
  const paths = useEarshot(useShallow((state) => state.files.map(({ path }) => path)));
  const match = useMemo(() => (rows === null ? null : matchManifest(rows, paths)), [rows, paths]);

  useEffect(() => {
    if (source === null || source === "kept") return;
    if (source === "manifest" && match === null) return;
    const wanted =
      match === null ? folderTruths(files) : new Map(match.files.map(({ path, label }) => [path, label] as const));
    const changed = changedTruths(files, wanted);
    if (changed !== null) setTrueLabels(changed);
  }, [source, match, files, setTrueLabels]);
  return match;
}
