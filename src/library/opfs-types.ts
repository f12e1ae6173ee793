/** What the origin private file system has beyond the types that a page knows: it is written in a worker only. */

/** The part of `FileSystemSyncAccessHandle` that is used. */
export interface SyncFile {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
  close(): void;
}

/** Shipped by all browsers for this file system, and in no standard's types yet. */
export interface MovableFile extends FileSystemFileHandle {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

export function canSync(
  handle: FileSystemFileHandle,
): handle is FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncFile> } {
  return "createSyncAccessHandle" in handle;
}
