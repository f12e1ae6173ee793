/**
 * A place for files by their content. A blob lies under its SHA-256 and never changes; a part is a file on its way, under a
 * name of its own, and becomes a blob only by `commit`: nothing half-written can be opened. Parts have one writer at a time
 * (`locks.ts`).
 */
export interface BlobStore {
  /** @param hash lower-case hex SHA-256 */
  open(hash: string): Promise<Blob | null>;
  hashes(): Promise<string[]>;
  /** Nothing happens where it is not there. */
  remove(hash: string): Promise<void>;
  /** Goes on at the part's end; made empty where there is none. Closed by `keep` or `commit`. */
  openPart(id: string): Promise<Part>;
  partBytes(id: string): Promise<number>;
  parts(): Promise<string[]>;
  /** Nothing happens where it is not there. */
  removePart(id: string): Promise<void>;
}

export interface Part {
  readonly bytes: number;
  /** @throws EarshotError `storage-full`: what came before stays as it was. */
  append(bytes: Uint8Array): Promise<void>;
  /** All that is there, from the start, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Cuts off what is behind so many bytes. @param bytes at most what is there; 0 makes it empty */
  truncate(bytes: number): Promise<void>;
  /** Lets go; what came so far stays. */
  keep(): Promise<void>;
  /** Lets go; the part is now the blob `hash`. */
  commit(hash: string): Promise<void>;
}

/** Bytes that are read in one piece. */
export const PIECE_BYTES = 4 << 20;
