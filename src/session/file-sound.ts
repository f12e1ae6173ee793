/** Parts of a file's sound, read when somebody looks or saves: a fine picture of what is shown, a clip as WAV. */
import { EarshotError } from "../errors/earshot-error.ts";
import { floatWav } from "../export/wav.ts";
import { openPicture, readRange } from "../stream/file-parts.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import type { PictureColumns, PicturePart } from "./actions.ts";

export class FileSound {
  readonly #stream: StreamClient;

  constructor(stream: StreamClient) {
    this.#stream = stream;
  }

  /** Gives back how to call it off. A part that cannot be read gives `null`: the overview still shows it. */
  openPicture(file: File | null, part: PicturePart, onColumns: (columns: PictureColumns) => void): () => void {
    if (file === null) {
      onColumns(null);
      return () => {};
    }
    const open = openPicture(
      this.#stream,
      file,
      part,
      (event) => {
        if (event.kind === "picture-columns") onColumns({ fromColumn: event.fromColumn, values: event.values });
      },
      () => onColumns(null),
    );
    return () => open.close();
  }

  /** @throws EarshotError `file-unreadable` where the file is not here any more, `file-*` where it cannot be decoded */
  async cutClip(file: File | null, fromS: number, toS: number): Promise<Blob> {
    if (file === null) throw new EarshotError("file-unreadable", "the sound is not here");
    const { channels, sampleRateHz } = await readRange(this.#stream, file, fromS, toS, new AbortController().signal);
    return new Blob([floatWav(channels, sampleRateHz)], { type: "audio/wav" });
  }
}
