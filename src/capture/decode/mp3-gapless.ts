/**
 * The encoder's delay and padding of an MP3, from the LAME extension of its Xing/Info frame, so that frame 0 is the first
 * sample of the original: what ffmpeg and the browsers' own players do. Layout: http://gabriel.mp3-tech.org/mp3infotag.html
 */
const SEARCH_BYTES = 16 * 1024;
/** A decoder's own delay: 528 samples of the filter bank and one more, the convention every LAME tag is written for. */
const DECODER_DELAY_FRAMES = 529;

export interface Mp3Gapless {
  readonly skipFrames: number;
  /** Frames left after both ends are trimmed; null where the tag has no frame count. */
  readonly lengthFrames: number | null;
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
  return { skipFrames: delay + DECODER_DELAY_FRAMES, lengthFrames };
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

/** The tag lies 36, 21 or 13 bytes into the first frame, by version and channels. */
function findXing(view: DataView): number | null {
  const sync = findSync(view);
  if (sync < 0) return null;
  const found = [36, 21, 13].find((offset) => {
    const at = sync + offset;
    return at + 120 <= view.byteLength && ["Xing", "Info"].includes(text(view, at, 4));
  });
  return found === undefined ? null : sync + found;
}

function text(view: DataView, at: number, length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(view.getUint8(at + index))).join("");
}
