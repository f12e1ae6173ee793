/** The rest of a file behind damage, as a file of its own: one way for each container that cannot be read on. */
import type { ReadSoFar, Rest } from "./rest.ts";
import { resumeAdts } from "./resume-adts.ts";
import { resumeFlac } from "./resume-flac.ts";
import { resumeMatroska } from "./resume-matroska.ts";
import { resumeOgg } from "./resume-ogg.ts";

/** @param format mediabunny's name. Null where nothing readable follows, or the format keeps an index of its own. */
export async function resumeBehind(format: string, file: Blob, soFar: ReadSoFar): Promise<Rest | null> {
  switch (format) {
    case "FLAC":
      return resumeFlac(file, soFar);
    case "ADTS":
      return resumeAdts(file, soFar);
    case "Ogg":
      return resumeOgg(file, soFar);
    case "Matroska":
    case "WebM":
      return resumeMatroska(file, soFar);
    default:
      return null;
  }
}
