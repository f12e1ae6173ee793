/** What of a row comes over the network, and how much of it has come: files that are kept, or a checkpoint's, which pass by. */
import type { BlobPlaces } from "../blob-places.ts";
import type { PartialRow } from "../model-rows.ts";

export interface FetchedFile {
  readonly path: string;
  /** Null: not told beforehand. */
  readonly bytes: number | null;
  readonly loadedBytes: number;
}

export async function fetchedFiles(
  { files, making }: Pick<PartialRow, "files" | "making">,
  places: BlobPlaces,
): Promise<FetchedFile[]> {
  const kept: FetchedFile[] = [];
  for (const { path, bytes, blob, partId, made } of files) {
    if (!made) kept.push({ path, bytes, loadedBytes: blob?.bytes ?? (await places.partBytes(partId)) });
  }
  if (!making) return kept;
  const isMade = files.every(({ blob }) => blob !== null);
  const { source = 0, position = 0 } = making.done ?? {};
  const passed = making.sources.map(({ path, bytes }, index): FetchedFile => {
    const behind = isMade || index < source;
    return { path, bytes, loadedBytes: behind ? bytes : index === source ? position : 0 };
  });
  return [...kept, ...passed];
}
