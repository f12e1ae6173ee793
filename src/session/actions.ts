/** Everything a screen can ask for. Implemented by `create-session.ts`; a screen test may pass a fake. */
import type { Level } from "../signal/level.ts";
import type { SpectrogramColumn } from "../signal/spectral-column.ts";
import type { Settings } from "./state.ts";

/** A file with the folders that it came in. */
export interface SourceFile {
  readonly file: File;
  readonly path: string;
}

/** Which part, and how many columns and rows of it. */
export interface PicturePart {
  readonly fromS: number;
  readonly toS: number;
  readonly columns: number;
  readonly bins: number;
}

/** Columns from `fromColumn` on, each `bins` bytes, low to high: 0 = -100 dB, 255 = 0 dB. Null: the part cannot be read. */
export type PictureColumns = { readonly fromColumn: number; readonly values: Uint8Array } | null;

export interface Actions {
  /** Opens a model (embedded name or Hub id); the old one's worker ends. Never rejects: failures are in `state.engine`. */
  chooseModel(modelId: string): Promise<void>;
  retryModel(): Promise<void>;
  startMicrophone(): Promise<void>;
  startTabAudio(): Promise<void>;
  /** Plays a synthesised sample aloud and listens to it. */
  startSample(sampleId: string): Promise<void>;
  stopListening(): Promise<void>;
  refreshMicrophones(): Promise<void>;
  /** Adds to the queue; a file that is there already without its sound (an earlier visit's result) gets it back. */
  addFiles(files: readonly SourceFile[]): void;
  cancelFile(id: string): void;
  /** All that wait or run. */
  cancelAllFiles(): void;
  pauseQueue(): void;
  resumeQueue(): void;
  /** Runs it (again) with the model and windows chosen now. */
  runFile(id: string): void;
  removeFile(id: string): void;
  /** Empties the list and erases every kept result. */
  removeAllFiles(): Promise<void>;
  selectFile(id: string): void;
  /** The file itself, for playback; null once it was removed. */
  fileBlob(id: string): Blob | null;
  /** Labels by folder name or by manifest: path of each file → what is in it; null forgets it. */
  setTrueLabels(labels: ReadonlyMap<string, string | null>): void;
  /** The spectrogram of a part of a file, column by column as it is computed; gives back how to call it off. */
  openPicture(id: string, part: PicturePart, onColumns: (part: PictureColumns) => void): () => void;
  /** A part of a file's sound at its own rate, as WAV. @throws EarshotError */
  cutClip(id: string, fromS: number, toS: number): Promise<Blob>;
  changeSettings(change: Partial<Settings>): void;
  dismissNotice(id: number): void;
}

/** 60 Hz values, by subscription, outside of React. */
export interface LiveFeed {
  onLevel(listener: (level: Level) => void): () => void;
  onColumns(listener: (columns: readonly SpectrogramColumn[], sampleRateHz: number) => void): () => void;
}
