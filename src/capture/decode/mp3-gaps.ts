/**
 * Finds out how much of an MP3 was skipped: its reader looks for the next frame behind damage and goes on counting as if
 * nothing lay between. Follows the packets through the file's bytes; where one does not begin where the last one ended,
 * the bytes between are counted in packets of the size usual there. Tags in the middle (files that were put together) are no loss.
 */
import { afterId3 } from "./mp3-gapless.ts";

const CHUNK_BYTES = 1 << 18;
/** Farther on a packet is not looked for. */
const REACH_BYTES = 1 << 17;
/** How much the newest packet counts in the average size. */
const NEWEST_PART = 0.1;
/** Bytes by which a packet is known again. */
const KEY_BYTES = 24;
const NO_LOSS = /ID3|TAG|APETAGEX|Xing|Info|LYRICS/;

export class Mp3Gaps {
  readonly #file: Blob;
  #chunk = new Uint8Array();
  #chunkAt = 0;
  /** Where the next packet should begin; null before the first one, or when the thread is lost. */
  #nextAt: number | null = null;
  /** Running average: packets of a variable rate are like their neighbours. */
  #usualBytes = 0;
  #lostPart = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  /** Where the packet that was given last ends. */
  get endAt(): number | null {
    return this.#nextAt;
  }

  /** To be called with every packet from the first one on. */
  async packetsLostBefore(packet: Uint8Array): Promise<number> {
    const from = this.#nextAt ?? (await afterId3(this.#file));
    const at = await this.#find(packet, from);
    const first = this.#nextAt === null;
    if (at === null) return 0;
    this.#nextAt = at + packet.length;
    const usualBytes = this.#usualBytes;
    this.#usualBytes += first ? packet.length : NEWEST_PART * (packet.length - usualBytes);
    // A frame may be a byte longer or shorter than its header says.
    if (first || at - from <= 1) return 0;
    const between = this.#chunk.subarray(from - this.#chunkAt, at - this.#chunkAt);
    if (NO_LOSS.test(new TextDecoder("latin1").decode(between))) return 0;
    // What was too little for a packet counts with the next loss: noise may look like a frame amid one.
    const lost = this.#lostPart + (at - from) / usualBytes;
    const packets = Math.round(lost);
    this.#lostPart = lost - packets;
    return packets;
  }

  async #find(packet: Uint8Array, from: number): Promise<number | null> {
    await this.#load(from, KEY_BYTES);
    const key = packet.subarray(0, KEY_BYTES);
    const start = Math.max(0, from - 1 - this.#chunkAt);
    for (const offset of [from - this.#chunkAt, start, from + 1 - this.#chunkAt]) {
      if (isAt(key, this.#chunk, offset)) return this.#chunkAt + offset;
    }
    await this.#load(from, REACH_BYTES);
    for (let offset = from - this.#chunkAt; offset + key.length <= this.#chunk.length; offset++) {
      if (isAt(key, this.#chunk, offset)) return this.#chunkAt + offset;
    }
    return null;
  }

  /** Sees to it that the chunk holds `from - 1` to `from + bytes`, as far as the file does. */
  async #load(from: number, bytes: number): Promise<void> {
    const end = Math.min(this.#file.size, from + bytes);
    if (from > this.#chunkAt && end <= this.#chunkAt + this.#chunk.length) return;
    this.#chunkAt = Math.max(0, from - 1);
    const chunk = this.#file.slice(this.#chunkAt, this.#chunkAt + CHUNK_BYTES);
    this.#chunk = new Uint8Array(await chunk.arrayBuffer());
  }
}

/** Whether bytes stand there, all of them. */
export function isAt(key: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < key.length; index++) if (bytes[at + index] !== key[index]) return false;
  return true;
}
