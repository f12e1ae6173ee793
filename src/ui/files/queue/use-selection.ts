/** The file that is looked at: the one that the person chose; before that, the first that can be heard. */
import { useCallback, useEffect, useRef } from "react";
import { useHandles } from "../../earshot-context.tsx";
import { betterSelection } from "./better-selection.ts";

export function useSelection(): (id: string) => void {
  const { store, actions } = useHandles();
  const chosenId = useRef<string | null>(null);

  useEffect(
    () =>
      store.subscribe(({ files, selectedFileId }, before) => {
        if (files === before.files || (chosenId.current !== null && chosenId.current === selectedFileId)) return;
        const better = betterSelection(files, selectedFileId);
        if (better !== null) actions.selectFile(better);
      }),
    [store, actions],
  );

  return useCallback(
    (id) => {
      chosenId.current = id;
      actions.selectFile(id);
    },
    [actions],
  );
}
