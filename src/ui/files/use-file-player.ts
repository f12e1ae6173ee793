/** One player for the selected file, opened and closed with it. */
import { useEffect, useState } from "react";
import { useActions } from "../earshot-context.tsx";
import { FilePlayer } from "./file-player.ts";

export function useFilePlayer(fileId: string): FilePlayer | null {
  const actions = useActions();
  const [player, setPlayer] = useState<FilePlayer | null>(null);
  useEffect(() => {
    const blob = actions.fileBlob(fileId);
    if (blob === null) return;
    const opened = new FilePlayer(blob, {
      element: new Audio(),
      createUrl: (source) => URL.createObjectURL(source),
      revokeUrl: (url) => URL.revokeObjectURL(url),
      nextFrame: (callback) => {
        const frame = requestAnimationFrame(callback);
        return () => cancelAnimationFrame(frame);
      },
    });
    setPlayer(opened);
    return () => {
      setPlayer(null);
      opened.close();
    };
  }, [actions, fileId]);
  return player;
}
