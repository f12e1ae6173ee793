/** A dropped folder, read to its end: browsers hand out its entries a hundred at a time. Hidden ones stay out unsaid. */
import type { SourceFile } from "../../session/actions.ts";
import { isHidden } from "./file-kinds.ts";

/** The part of the browser's `FileSystemEntry` family that is needed here. */
export interface PlainEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  readonly fullPath: string;
}

export interface FolderEntry extends PlainEntry {
  createReader(): {
    readEntries(onEntries: (entries: FileSystemEntry[]) => void, onError?: (error: DOMException) => void): void;
  };
}

export interface ReadFolder {
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** Names of folders and files that the browser would not give. */
  readonly unreadable: readonly string[];
}

/** Files asked for at once: enough to hide the wait for each, few enough not to choke the disk. */
const AT_ONCE = 32;

/** Never rejects. */
export async function readFolder(folder: FolderEntry, onCount: (files: number) => void): Promise<ReadFolder> {
  const files: SourceFile[] = [];
  const unreadable: string[] = [];
  const folders: FolderEntry[] = [folder];
  for (let next = folders.pop(); next; next = folders.pop()) {
    const entries = await entriesOf(next);
    if (entries === null) {
      unreadable.push(pathOf(next));
      continue;
    }
    const seen = entries.filter(({ name }) => !isHidden(name));
    folders.push(...seen.filter(isFolder));
    const inside = seen.filter(isFile);
    for (let from = 0; from < inside.length; from += AT_ONCE) {
      const part = inside.slice(from, from + AT_ONCE);
      const opened = await Promise.all(part.map(fileOf));
      for (const [place, file] of opened.entries()) {
        const path = pathOf(part[place] as PlainEntry);
        if (file) files.push({ file, path });
        else unreadable.push(path);
      }
      onCount(files.length);
    }
  }
  return { name: folder.name, files, unreadable };
}

/** Null where the browser will not read it. */
async function entriesOf(folder: FolderEntry): Promise<FileSystemEntry[] | null> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  try {
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return all;
      all.push(...some);
    }
  } catch {
    return null; // Told as unreadable, by name.
  }
}

async function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  try {
    return await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  } catch {
    return null; // Told as unreadable, by name.
  }
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const pathOf = ({ fullPath, name }: PlainEntry): string => fullPath.replace(/^\//, "") || name;
