/**
 * The frames of an MP3 some seconds at a time, straight from the file's bytes: where each begins follows from the header of the one
 * before (ISO 11172-3, 2.4.1.3 and 2.4.2.3; ISO 13818-3 for the lower rates). Only for as long as every frame lies where it should and is
 * like the first one: whatever else there may be in a file is the container reader's.
 */

import { afterId3, xingOffset } from "./mp3-gapless.ts";
import { isAt } from "./mp3-gaps.ts";

/** Kilobits a second by index: MPEG-1, and MPEG-2 with 2.5. */
const BITRATES: readonly (readonly number[])[] = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
/** Sync, version and layer; and the rate. The rest of a header may differ from frame to frame. */
const SAME = [0xff, 0xfe, 0x0c];
/** A frame's data may begin that far before it, headers and side information (38 at most) not counted. */
const RESERVOIR_BYTES = 511;
const OVERHEAD_BYTES = 38;
/** The filter bank remembers one frame, and the frame with which the reservoir begins may itself be in part. */
const MORE_LEAD = 2;
/** Of no more frames is a batch's lead: at 8 kbit/s the reservoir reaches back over 80. */
export const MOST_LEAD = 120;
const SEARCH_BYTES = 1 << 18;
const LARGEST_FRAME_BYTES = 1441;
const TAG = /^(TAG|APETAGEX|ID3|LYRICS)/;
const LONGEST_TAG_BYTES = 1 << 16;

export interface Mp3Batch {
  /** A small file: `leadFrames` that a decoder has to have met before, then `frames`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly leadFrames: number;
  readonly frames: number;
}

export class Mp3Walk {
  readonly #file: Blob;
  readonly #first: Uint8Array;
  readonly #rateHz: number;
  /** Where the next frame should begin. */
  #at: number;
  /** The last frames. */
  #recent: readonly Uint8Array[];

  private constructor(file: Blob, packets: readonly Uint8Array[], rateHz: number, at: number) {
    this.#file = file;
    this.#first = (packets[0] as Uint8Array).slice(0, 4);
    this.#rateHz = rateHz;
    this.#at = at;
    this.#recent = packets;
  }

  /** Begins behind these packets. Null where they do not lie one behind the other in the file, or their headers say another length. */
  static async behind(file: Blob, packets: readonly Uint8Array[], rateHz: number): Promise<Mp3Walk | null> {
    // A picture in front may be of any size.
    const from = await afterId3(file);
    const bytes = new Uint8Array(await file.slice(from, from + SEARCH_BYTES).arrayBuffer());
    const whole = sizeOf(packets);
    for (let start = 0; packets[0] && start + whole <= bytes.length; start++) {
      if (!isAt(packets[0], bytes, start)) continue;
      let at = start;
      const walk = new Mp3Walk(file, packets, rateHz, from + start + whole);
      const fits = packets.every((packet) => {
        const here = at;
        at += packet.length;
        return isAt(packet, bytes, here) && walk.#frameBytes(bytes, here) === packet.length;
      });
      return fits ? walk : null;
    }
    return null;
  }

  /** @returns null where no whole frame follows, or none like the others */
  async next(mostFrames: number): Promise<Mp3Batch | null> {
    const lead = this.#lead();
    const usual = sizeOf(this.#recent) / this.#recent.length;
    const wanted = Math.ceil(1.1 * usual * mostFrames) + LARGEST_FRAME_BYTES;
    const bytes = new Uint8Array(await this.#file.slice(this.#at, this.#at + wanted).arrayBuffer());
    const view = new DataView(bytes.buffer);
    const frames: Uint8Array[] = [];
    let end = 0;
    while (frames.length < mostFrames) {
      const size = this.#frameBytes(bytes, end);
      if (size === 0 || end + size > bytes.length) break;
      // Where files were joined: the container reader leaves such a frame out, and so must its neighbours' lead.
      if (xingOffset(view, end) === undefined) frames.push(bytes.subarray(end, end + size));
      end += size;
    }
    if (frames.length === 0) return null;
    this.#recent = [...this.#recent, ...frames].slice(-MOST_LEAD);
    this.#at += end;
    return { bytes: join([...lead, ...frames]), leadFrames: lead.length, frames: frames.length };
  }

  /** Whether nothing follows, or what programs hang on to a file: a tag, behind which no frames go on. */
  async isAtEnd(): Promise<boolean> {
    const left = this.#file.size - this.#at;
    if (left > LONGEST_TAG_BYTES) return false;
    const rest = new Uint8Array(await this.#file.slice(this.#at).arrayBuffer());
    return left === 0 || (TAG.test(new TextDecoder("latin1").decode(rest.subarray(0, 8))) && !this.#hasFrames(rest));
  }

  /** Two in a row: the sync of one alone is found in pictures too. */
  #hasFrames(bytes: Uint8Array): boolean {
    return bytes.some((_, at) => {
      const size = this.#frameBytes(bytes, at);
      return size > 0 && this.#frameBytes(bytes, at + size) > 0;
    });
  }

  #lead(): readonly Uint8Array[] {
    let from = this.#recent.length;
    for (let bytes = 0; from > 0 && bytes < RESERVOIR_BYTES; ) {
      from--;
      bytes += Math.max(0, (this.#recent[from] as Uint8Array).length - OVERHEAD_BYTES);
    }
    return this.#recent.slice(Math.max(0, from - MORE_LEAD));
  }

  /** 0 where there is no header, or one of another kind; also for a bitrate of its own ("free"). */
  #frameBytes(bytes: Uint8Array, at: number): number {
    if (SAME.some((mask, index) => (((bytes[at + index] ?? 0) ^ (this.#first[index] as number)) & mask) !== 0))
      return 0;
    const isMpeg1 = ((bytes[at + 1] as number) & 0x08) !== 0;
    const rates = BITRATES[isMpeg1 ? 0 : 1] as readonly number[];
    const bitrate = 1000 * (rates[(bytes[at + 2] as number) >> 4] ?? 0);
    const padding = ((bytes[at + 2] as number) >> 1) & 1;
    return bitrate === 0 ? 0 : Math.floor(((isMpeg1 ? 144 : 72) * bitrate) / this.#rateHz) + padding;
  }
}

const sizeOf = (frames: readonly Uint8Array[]): number => frames.reduce((total, { length }) => total + length, 0);

function join(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sizeOf(frames));
  let at = 0;
  for (const frame of frames) {
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}
