/** Everything a screen can ask for. Implemented by `create-session.ts`; a screen test may pass a fake. */
import type { Level } from "../signal/level.ts";
import type { SpectrogramColumn } from "../signal/spectral-column.ts";
import type { Settings } from "./state.ts";

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
  addFiles(files: readonly File[]): void;
  cancelFile(id: string): void;
  removeFile(id: string): void;
  selectFile(id: string): void;
  /** The file itself, for playback; null once it was removed. */
  fileBlob(id: string): Blob | null;
  changeSettings(change: Partial<Settings>): void;
  dismissNotice(id: number): void;
}

/** 60 Hz values, by subscription, outside of React. */
export interface LiveFeed {
  onLevel(listener: (level: Level) => void): () => void;
  onColumns(listener: (columns: readonly SpectrogramColumn[], sampleRateHz: number) => void): () => void;
}
