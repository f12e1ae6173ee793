/** Gives timeline, bars and events the one view of the opened file. Owns its player, while the file has sound. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { FileEntry } from "../../session/state.ts";
import { useActions } from "../earshot-context.tsx";
import type { FilePlayer } from "./file-player.ts";
import { OpenFileView } from "./open-file-view.ts";
import { openPlayer } from "./open-player.ts";
import { playerVolume } from "./player-volume.ts";

/** A new object when the player changes, so that whoever reads `view.player` renders again; the view stays the same. */
const FileViewContext = createContext<{ readonly view: OpenFileView; readonly player: FilePlayer | null } | null>(null);

/** Make one for each file: `key={file.id}`. */
export function FileViewProvider({ file: { id, hasSound }, children }: { file: FileEntry; children: ReactNode }) {
  const actions = useActions();
  const [view] = useState(() => new OpenFileView());
  const [player, setPlayer] = useState<FilePlayer | null>(null);
  useEffect(() => {
    const sound = hasSound ? actions.fileBlob(id) : null;
    if (sound === null) return;
    const opened = openPlayer(sound);
    const setVolume = () => {
      opened.volume = playerVolume.getState().share;
    };
    setVolume();
    const leaveVolume = playerVolume.subscribe(setVolume);
    view.setPlayer(opened);
    setPlayer(opened);
    return () => {
      leaveVolume();
      view.setPlayer(null);
      setPlayer(null);
      opened.close();
    };
  }, [actions, view, id, hasSound]);
  const value = useMemo(() => ({ view, player }), [view, player]);
  return <FileViewContext value={value}>{children}</FileViewContext>;
}

export function useFileView(): OpenFileView {
  const given = useContext(FileViewContext);
  if (given === null) throw new Error("FileViewProvider is missing");
  return given.view;
}
