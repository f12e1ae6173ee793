/**
 * What was dropped, pasted or chosen → the files to listen to, with the folders they came in. Folders are read to their
 * ends. Inside a folder, what plainly is no sound stays out and is counted; what was given by itself is always taken, so
 * that it gets its own sentence. A table given by itself (CSV, TSV) is a manifest of labels.
 */
import type { SourceFile } from "../../session/actions.ts";
import { isHidden, isManifest, isPlainlyNoSound } from "./file-kinds.ts";
import { byPath } from "./natural-order.ts";
import { type FolderEntry, type ReadFolder, readFolder } from "./read-folder.ts";

export interface Intake {
  /** By path, numbers in them by value. */
  readonly files: readonly SourceFile[];
  readonly manifests: readonly File[];
  /** How many files of folders are no sound. */
  readonly leftOut: number;
  /** Folders in which there is no sound at all. */
  readonly emptyFolders: readonly string[];
  /** Folders and files that the browser could not read. */
  readonly unreadable: readonly string[];
}

export interface DroppedItems {
  readonly files: readonly File[];
  readonly folders: readonly FolderEntry[];
}

/** Must run within the event: afterwards the browser has taken the items away. */
export function itemsOf(transfer: DataTransfer): DroppedItems {
  const files: File[] = [];
  const folders: FolderEntry[] = [];
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry?.() ?? null;
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry as FileSystemDirectoryEntry);
    else if (file) files.push(file);
  }
  return { files, folders };
}

/** Reads the folders to their ends; `onCount` hears now and then how many files were found. Never rejects. */
export async function gatherDropped(
  { files, folders }: DroppedItems,
  onCount: (files: number) => void = () => {},
): Promise<Intake> {
  const read: ReadFolder[] = [];
  let before = 0;
  for (const folder of folders) {
    const found = await readFolder(folder, (count) => onCount(before + count));
    before += found.files.length;
    read.push(found);
  }
  const { sounds, manifests } = sortGiven(files);
  const inFolders = read.map(({ name, files }) => ({
    name,
    files: files.filter(({ file }) => !isPlainlyNoSound(file)),
  }));
  const all = read.reduce((sum, folder) => sum + folder.files.length, 0);
  const kept = inFolders.flatMap((folder) => folder.files);
  return {
    files: [...sounds, ...kept].sort(byPath),
    manifests,
    leftOut: all - kept.length,
    // A folder that could not be read is not called empty as well.
    emptyFolders: inFolders
      .filter(({ files }, place) => files.length === 0 && read[place]?.unreadable.length === 0)
      .map(({ name }) => name),
    unreadable: read.flatMap((folder) => folder.unreadable),
  };
}

/** Of a file input: a folder's files carry `webkitRelativePath`. */
export function gatherChosen(files: readonly File[]): Intake {
  const inFolders = files.filter((file) => file.webkitRelativePath !== "" && !isHiddenPath(file.webkitRelativePath));
  const kept = inFolders.filter((file) => !isPlainlyNoSound(file));
  const { sounds, manifests } = sortGiven(files.filter((file) => file.webkitRelativePath === ""));
  const folder = files[0]?.webkitRelativePath.split("/")[0] ?? "";
  return {
    files: [...sounds, ...kept.map((file) => ({ file, path: file.webkitRelativePath }))].sort(byPath),
    manifests,
    leftOut: inFolders.length - kept.length,
    emptyFolders: folder !== "" && kept.length === 0 ? [folder] : [],
    unreadable: [],
  };
}

function sortGiven(files: readonly File[]): { sounds: SourceFile[]; manifests: File[] } {
  const manifests = files.filter(isManifest);
  const sounds = files.filter((file) => !isManifest(file)).map((file) => ({ file, path: file.name }));
  return { sounds, manifests };
}

/** The chosen folder itself may be a hidden one: it was meant. */
function isHiddenPath(path: string): boolean {
  return path.split("/").slice(1).some(isHidden);
}
