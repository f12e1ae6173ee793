/** Files dropped anywhere on the page or pasted into it. Owns the listeners; says whether something is being dragged over. */
import { useEffect, useState } from "react";
import { useActions } from "../earshot-context.tsx";

export function useFileIntake(onFiles: () => void): boolean {
  const actions = useActions();
  const [dragging, setDragging] = useState(false);

  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const take = (transfer: DataTransfer | null): boolean => {
      const files = [...(transfer?.files ?? [])];
      if (files.length === 0) return false;
      actions.addFiles(files);
      onFiles();
      return true;
    };
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setDragging(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    };
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setDragging(false);
      if (carriesFiles(event)) event.preventDefault();
      take(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => {
      if (take(event.clipboardData)) event.preventDefault();
    };

    const ended = new AbortController();
    const options = { signal: ended.signal };
    addEventListener("dragenter", enter, options);
    addEventListener("dragleave", leave, options);
    addEventListener("dragover", over, options);
    addEventListener("drop", drop, options);
    addEventListener("paste", paste, options);
    return () => ended.abort();
  }, [actions, onFiles]);

  return dragging;
}
