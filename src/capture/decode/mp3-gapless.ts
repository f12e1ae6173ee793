/**
 * The encoder's delay and padding of an MP3, from the LAME extension of its Xing/Info frame, so that frame 0 is the first
 * sample of the original: what ffmpeg and the browsers' own players do. Layout: http://gabriel.mp3-tech.org/mp3infotag.html
 */
const SEARCH_BYTES = 16 * 1024;
/** A decoder's own delay: 528 samples of the filter bank and one more, the convention every LAME tag is written for. */
const DECODER_DELAY_FRAMES = 529;
const XING_OFFSETS = [36, 21, 13];
/** Their letters. */
const XING = 0x58696e67;
const INFO = 0x496e666f;

/** ID3v1 and its like behind the last frame. Where more follows, files are joined end to end: the LAME tag is the first one's. */
const TRAILER_BYTES = 512;

export interface Mp3Gapless {
  readonly skipFrames: number;
  /** Frames left after both ends are trimmed; null where the tag has no frame count. */
  readonly lengthFrames: number | null;
  /** More follows than the tag tells of. */
  readonly isJoined: boolean;
}

/** Null where the file has no LAME tag: then nothing is trimmed. */
export async function readMp3Gapless(file: Blob): Promise<Mp3Gapless | null> {
  const start = await afterId3(file);
  const view = new DataView(await file.slice(start, start + SEARCH_BYTES).arrayBuffer());
  const xing = findXing(view);
  if (xing === null) return null;
  const flags = view.getUint32(xing + 4);
  const packets = (flags & 1) === 0 ? null : view.getUint32(xing + 8);
  const lame = xing + 8 + ((flags & 1) << 2) + ((flags & 2) << 1) + (flags & 4 ? 100 : 0) + ((flags & 8) >> 1);
  if (lame + 24 > view.byteLength || !/^(LAME|Lavf|Lavc|L3\.9)/.test(text(view, lame, 4))) return null;
  const packed = (view.getUint8(lame + 21) << 16) | (view.getUint8(lame + 22) << 8) | view.getUint8(lame + 23);
  const [delay, padding] = [packed >> 12, packed & 0xfff];
  // MPEG-1 has 1152 frames a packet, MPEG-2 and 2.5 (bit 3 of the version byte clear) 576.
  const packetFrames = (view.getUint8(findSync(view) + 1) & 0x08) === 0 ? 576 : 1152;
  const lengthFrames = packets === null ? null : Math.max(0, packets * packetFrames - delay - padding);
  const bytes = (flags & 2) === 0 ? Number.POSITIVE_INFINITY : view.getUint32(xing + 8 + ((flags & 1) << 2));
  // Some writers do not count the tag's own frame.
  const most = bytes + Math.max(TRAILER_BYTES, (2 * bytes) / (packets || 1));
  const isJoined = file.size - start > most;
  return { skipFrames: delay + DECODER_DELAY_FRAMES, lengthFrames, isJoined };
}

/** Whether the frames are those of MPEG layer II ("MP2"), which share their sync with MP3's. */
export async function isLayer2(file: Blob): Promise<boolean> {
  const start = await afterId3(file);
  const view = new DataView(await file.slice(start, start + SEARCH_BYTES).arrayBuffer());
  for (let at = 0; at + 2 <= view.byteLength; at++) {
    if (view.getUint8(at) === 0xff && (view.getUint8(at + 1) & 0xe0) === 0xe0) {
      return (view.getUint8(at + 1) & 0x06) === 0x04;
    }
  }
  return false;
}

/** Where the sound begins behind an ID3v2 tag. */
export async function afterId3(file: Blob): Promise<number> {
  const head = new DataView(await file.slice(0, 10).arrayBuffer());
  if (head.byteLength < 10 || text(head, 0, 3) !== "ID3") return 0;
  // Four bytes of seven bits each.
  return 10 + [6, 7, 8, 9].reduce((size, at) => (size << 7) | (head.getUint8(at) & 0x7f), 0);
}

function findSync(view: DataView): number {
  for (let at = 0; at + 4 <= view.byteLength; at++) {
    if (view.getUint8(at) === 0xff && (view.getUint8(at + 1) & 0xe6) === 0xe2) return at;
  }
  return -1;
}

function findXing(view: DataView): number | null {
  const sync = findSync(view);
  const offset = sync < 0 ? undefined : xingOffset(view, sync);
  return offset === undefined || sync + offset + 120 > view.byteLength ? null : sync + offset;
}

/** How far a frame's Xing or Info tag lies behind its beginning, by version and channels. A frame with one has no sound. */
export function xingOffset(view: DataView, frame: number): number | undefined {
  for (const offset of XING_OFFSETS) {
    const at = frame + offset;
    if (at + 4 > view.byteLength) continue;
    const word = view.getUint32(at);
    if (word === XING || word === INFO) return offset;
  }
  return undefined;
}

function text(view: DataView, at: number, length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(view.getUint8(at + index))).join("");
}
