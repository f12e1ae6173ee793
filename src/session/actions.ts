/** Everything a screen can ask for. Implemented by `create-session.ts`; a screen test may pass a fake. */
import type { DiskFile } from "../library/protocol.ts";
import type { FolderFile } from "../models/onnx-folder.ts";
import type { Precision } from "../models/precision.ts";
import type { Level } from "../signal/level.ts";
import type { SpectrogramColumn } from "../signal/spectral-column.ts";
import type { PicturePart } from "../stream/file-parts.ts";
import type { ServerWish } from "./server-state.ts";
import type { Settings } from "./state.ts";

export type { PicturePart };

/** A file with the folders that it came in. */
export interface SourceFile {
  readonly file: File;
  readonly path: string;
}

/** Columns from `fromColumn` on, each `bins` bytes, low to high: 0 = -100 dB, 255 = 0 dB. Null: the part cannot be read. */
export type PictureColumns = { readonly fromColumn: number; readonly values: Uint8Array } | null;

export interface Actions {
  /**
   * Opens a model: embedded, stored, or of the Hub, which is then downloaded first. The old one runs on until the new one's
   * files are there. Never rejects: failures are in `state.engine`, or a notice where the old one runs on.
   * @param precision of a stored model; without it the one used last
   */
  chooseModel(modelId: string, precision?: Precision): Promise<void>;
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
  /** Asks the Hub what a model is; the answer is `state.library.check`. */
  checkModel(reference: string): Promise<void>;
  forgetCheck(): void;
  /** Of the model that was checked. Used when it is there, unless another was chosen meanwhile. */
  downloadModel(precision: Precision, andUse: boolean): Promise<void>;
  pauseDownload(key: string): Promise<void>;
  resumeDownload(key: string): Promise<void>;
  cancelDownload(key: string): Promise<void>;
  /** A model in use is given up first. */
  removeModel(key: string): Promise<void>;
  /** A stored model's folder, as the Hub and transformers.js want it. @throws EarshotError */
  openOnnxFolder(key: string): Promise<readonly FolderFile[]>;
  /** A folder's files or one zip; used when it is there. */
  importModel(name: string, files: readonly DiskFile[]): Promise<void>;
  forgetImport(): void;
  /** Asks the browser never to clear this site's storage by itself. */
  keepStorage(): Promise<void>;
  /** Null = the one that the app came with. */
  setHubEndpoint(address: string | null): Promise<void>;
  /** @param keep also on this device, for the next visits; else it is gone with the page */
  setHubToken(token: string, keep: boolean): void;
  forgetHubToken(): void;
  /** Asks the Hub about a model that answers on a server; the answer is `state.server.check`. Sends no sound. */
  askServer(wish: ServerWish): Promise<void>;
  forgetServerCheck(): Promise<void>;
  /** Sound may be sent to the party of the offer, now or after the page is loaded again. */
  agreeToServer(): Promise<void>;
  /** At once: the model that ran in this page before runs again. */
  comeBackFromServer(): Promise<void>;
  /** A model of this party in use is given up first. */
  withdrawFromServer(party: string): Promise<void>;
  /** For the server of the offer. @param keep also on this device, for the next visits; else it is gone with the page */
  setServerToken(token: string, keep: boolean): void;
  /** The Hub's token, for the router of the Hub's own providers. */
  setHubTokenForServer(): void;
  forgetServerToken(): void;
}

/** 60 Hz values, by subscription, outside of React. */
export interface LiveFeed {
  onLevel(listener: (level: Level) => void): () => void;
  onColumns(listener: (columns: readonly SpectrogramColumn[], sampleRateHz: number) => void): () => void;
}
