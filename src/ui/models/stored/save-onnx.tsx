/** A model that was made here, to take along: its folder as the Hub and transformers.js want it. */
import { useState } from "react";
import type { StoredModel } from "../../../library/protocol.ts";
import { useActions } from "../../earshot-context.tsx";
import { chooseTarget } from "./save-folder.ts";

type Saving =
  | { readonly phase: "idle" }
  | { readonly phase: "saving" }
  | { readonly phase: "saved"; readonly where: string }
  | { readonly phase: "failed"; readonly why: string };

export interface SaveOnnx {
  readonly saving: Saving;
  readonly save: () => void;
}

export function useSaveOnnx({ key, id, precision }: StoredModel): SaveOnnx {
  const { openOnnxFolder } = useActions();
  const [saving, setSaving] = useState<Saving>({ phase: "idle" });
  const run = async () => {
    const name = id.replace(/^disk:/, "").replace(/^.*\//, "");
    const target = await chooseTarget(`${name}-ONNX-${precision}`);
    if (!target) return;
    setSaving({ phase: "saving" });
    try {
      setSaving({ phase: "saved", where: await target.save(await openOnnxFolder(key)) });
    } catch (thrown) {
      setSaving({ phase: "failed", why: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  };
  return { saving, save: () => void (saving.phase !== "saving" && run()) };
}

export function SaveOnnxState({ saving }: { saving: Saving }) {
  switch (saving.phase) {
    case "idle":
      return null;
    case "saving":
      return <p className="stored-row__saving quiet small">Writing its files.</p>;
    case "saved":
      return (
        <p className="stored-row__saving quiet small" role="status">
          Saved as {saving.where}: config, ONNX and a card, ready for the Hub.
        </p>
      );
    case "failed":
      return (
        <p className="stored-row__saving small" role="alert">
          It could not be written ({saving.why}). Choose a place with room for it, and try again.
        </p>
      );
    default:
      return saving satisfies never;
  }
}
