/** Ogg behind pages that are wrong: the header pages, and the file from the next right page on. */
import { nextPage, type OggPage, pageAt } from "./ogg-pages.ts";
import type { ReadSoFar, Rest } from "./rest.ts";

export async function resumeOgg(file: Blob, { rightPageFrom }: ReadSoFar): Promise<Rest | null> {
  if (rightPageFrom === null) return null;
  let headEnd = 0;
  let serial = 0;
  for (let page = await pageAt(file, 0); page !== null && !page.hasPosition; page = await pageAt(file, headEnd)) {
    headEnd += page.bytes;
    serial = page.serial;
  }
  if (headEnd > rightPageFrom) return null;
  // A packet that lacks its beginning would be taken for a whole one.
  const wanted = (page: OggPage): boolean => page.serial === serial && !page.continued;
  const next = await nextPage(file, rightPageFrom, wanted);
  // Times come from the pages' own positions.
  return next && { file: new Blob([file.slice(0, headEnd), file.slice(next.at)]), shiftS: 0 };
}
