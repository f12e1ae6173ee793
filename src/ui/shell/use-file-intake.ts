/** Files and folders dropped anywhere on the page or pasted into it. Owns the listeners; says whether something is being dragged over. */
import { useEffect, useState } from "react";
import { useActions } from "../earshot-context.tsx";
import { takeDroppedModel } from "../models/dropped-model.ts";
import { parseRoute } from "../route.ts";
import { type DroppedItems, itemsOf } from "./dropped-files.ts";
import { takeDropped } from "./take-files.ts";

export function useFileIntake(onFiles: () => void): boolean {
  const actions = useActions();
  const [dragging, setDragging] = useState(false);

  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const listen = (items: DroppedItems) => {
      void takeDropped(actions, items);
      onFiles();
    };
    const take = (transfer: DataTransfer | null): boolean => {
      if (transfer === null) return false;
      const items = itemsOf(transfer);
      if (items.files.length + items.folders.length === 0) return false;
      if (parseRoute(location.hash).screen === "models") {
        void takeDroppedModel(actions, items).then((isModel) => isModel || listen(items));
      } else listen(items);
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
      // Words pasted into a field may come with a picture of themselves.
      if (isField(event.target) && event.clipboardData?.types.includes("text/plain")) return;
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

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, [contenteditable]");
}
