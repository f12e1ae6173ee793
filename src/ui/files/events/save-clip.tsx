/** Saves the sound of the chosen event. Where that cannot be, the button says why. */
import { useState } from "react";
import { sentenceFor } from "../../../session/sentences.ts";
import type { FileEntry } from "../../../session/state.ts";
import { problemOf } from "../../../session/store.ts";
import { useActions } from "../../earshot-context.tsx";
import { saveBlob } from "../export/download.ts";
import type { EventItem } from "./event-list.ts";
import { clipName } from "./event-words.ts";

type Saving =
  | { readonly phase: "idle" }
  | { readonly phase: "cutting" }
  | { readonly phase: "saved"; readonly name: string }
  | { readonly phase: "failed"; readonly words: string };

export function SaveClip({ file, item }: { file: FileEntry; item: EventItem | null }) {
  const { cutClip } = useActions();
  const [saving, setSaving] = useState<Saving>({ phase: "idle" });
  const why = !file.hasSound
    ? "The sound of this file is not kept. Drop the file again to play it and to save clips."
    : item === null
      ? "Choose an event to save its sound."
      : null;

  const save = async () => {
    if (why !== null || item === null || saving.phase === "cutting") return;
    setSaving({ phase: "cutting" });
    const name = clipName(file.name, item.startS, item.endS, item.label);
    try {
      saveBlob(await cutClip(file.id, item.startS, item.endS), name);
      setSaving({ phase: "saved", name });
    } catch (error) {
      const { what, wayOn } = sentenceFor(problemOf(error));
      setSaving({ phase: "failed", words: `${what} ${wayOn}` });
    }
  };

  return (
    <div className="save-clip">
      <button
        type="button"
        className="button"
        aria-disabled={why !== null || saving.phase === "cutting"}
        aria-describedby="save-clip-words"
        onClick={save}
      >
        Save clip
      </button>
      <p id="save-clip-words" className="quiet small" aria-live="polite">
        {saving.phase !== "failed" && (why ?? wordsFor(saving, item))}
      </p>
      {saving.phase === "failed" && (
        <p className="small" role="alert">
          {saving.words}
        </p>
      )}
    </div>
  );
}

function wordsFor(saving: Saving, item: EventItem | null): string {
  if (saving.phase === "cutting") return "Cutting the clip out.";
  if (saving.phase === "saved") return `Saved “${saving.name}”.`;
  return item === null ? "" : `${item.label}, ${Number((item.endS - item.startS).toFixed(3))} s`;
}
