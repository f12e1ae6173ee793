/**
 * What the header of a WAV file claims, so that a cut file can be told from a whole one, and a recording whose writer died
 * before it filled in the sizes (0 or all ones) can still be read. Chunk layout: Microsoft/IBM RIFF 1991; RF64: EBU 3306.
 */
const SEARCH_BYTES = 64 * 1024;
const UNFINISHED = [0, 0xffffffff];

export interface WavClaim {
  /** Frames of sound that the header promises; null where it was never filled in. */
  readonly claimedFrames: number | null;
  readonly sampleRateHz: number;
  readonly bytesPerFrame: number;
}

/** Null for everything that is no little-endian WAV with a readable header. */
export async function readWavClaim(file: Blob): Promise<WavClaim | null> {
  const view = new DataView(await file.slice(0, SEARCH_BYTES).arrayBuffer());
  const format = findChunk(view, "fmt ");
  const data = findChunk(view, "data");
  if (format === null || data === null || format.start + 16 > view.byteLength) return null;
  const bytesPerFrame = view.getUint16(format.start + 12, true);
  const sampleRateHz = view.getUint32(format.start + 4, true);
  if (bytesPerFrame === 0 || sampleRateHz === 0) return null;
  const unfinished = UNFINISHED.includes(data.size);
  return { claimedFrames: unfinished ? null : Math.floor(data.size / bytesPerFrame), sampleRateHz, bytesPerFrame };
}

/** The file with true sizes in its header where the writer left none; otherwise the file itself. Copies 64 KiB at most. */
export async function repairUnfinishedWav(file: Blob): Promise<Blob> {
  const bytes = await file.slice(0, SEARCH_BYTES).arrayBuffer();
  const view = new DataView(bytes);
  const data = findChunk(view, "data");
  if (data === null || tagAt(view, 0) !== "RIFF" || !UNFINISHED.includes(data.size)) return file;
  const soundBytes = file.size - data.start;
  if (soundBytes <= 0 || file.size - 8 > 0xffffffff) return file;
  view.setUint32(4, file.size - 8, true);
  view.setUint32(data.start - 4, soundBytes, true);
  return new Blob([bytes, file.slice(bytes.byteLength)]);
}

function findChunk(view: DataView, tag: string): { readonly start: number; readonly size: number } | null {
  if (view.byteLength < 12 || tagAt(view, 8) !== "WAVE" || !["RIFF", "RF64"].includes(tagAt(view, 0))) return null;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    if (tagAt(view, at) === tag) return { start: at + 8, size };
    at += 8 + size + (size & 1);
  }
  return null;
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
