/** Reads packets until something is wrong with the file, and knows how far it came. Nothing is thrown: see `cause`. */
import type { EncodedPacket, Input, InputAudioTrack } from "mediabunny";
import type { Mediabunny } from "./find-track.ts";
import { afterId3 } from "./mp3-gapless.ts";
import { Mp3Gaps } from "./mp3-gaps.ts";
import { nextPage, OggPages } from "./ogg-pages.ts";
import type { ReadSoFar } from "./rest.ts";

/** mediabunny's names. */
export interface Kind {
  readonly format: string;
  readonly codec: string;
}

/** From one opening of the file (or of its rest) to the next. */
export interface Stretch {
  readonly input: Input;
  readonly track: InputAudioTrack;
  readonly file: Blob;
  /** To be added to its times, s. */
  readonly shiftS: number;
  /** Begin with the packet that is playing at this one of its times; before the first one = from it. */
  readonly fromS: number;
}

export class StretchReader {
  readonly #sink: InstanceType<Mediabunny["EncodedPacketSink"]>;
  readonly #stretch: Stretch;
  /** Ogg's checksums, which the container reader does not look at; null for others, and where reading began midway. */
  readonly #pages: OggPages | null;
  readonly #gaps: Mp3Gaps | null;
  #last: EncodedPacket | null = null;
  #bytes = 0;
  #packets = 0;
  #usualS = 0;
  readonly #isOpus: boolean;
  readonly #format: string;
  cause: unknown = null;
  /** Time that was lost between packets without the reader's notice, all in all, s. */
  lostS = 0;
  /** Whether some of it was lost right before the packet that was given last. */
  justLost = false;

  constructor(media: Mediabunny, stretch: Stretch, { format, codec }: Kind) {
    this.#isOpus = codec === "opus";
    this.#format = format;
    this.#sink = new media.EncodedPacketSink(stretch.track);
    this.#stretch = stretch;
    const whole = !Number.isFinite(stretch.fromS);
    this.#pages = format === "Ogg" && whole ? new OggPages(stretch.file) : null;
    this.#gaps = format === "MP3" && whole ? new Mp3Gaps(stretch.file) : null;
  }

  async next(): Promise<EncodedPacket | null> {
    try {
      const usualS = this.#usualS;
      let packet = await this.#read();
      this.justLost = false;
      while (packet !== null && this.#pages !== null && (await this.#isOddInWrongPage(packet, usualS))) {
        // Its length was made of wrong bytes too.
        this.lostS += usualS - packet.duration;
        this.justLost = true;
        this.#last = packet;
        packet = await this.#read();
      }
      if (packet === null) return null;
      this.#usualS = packet.duration;
      const lost = (await this.#gaps?.packetsLostBefore(packet.data)) ?? 0;
      this.lostS += lost * packet.duration;
      this.justLost ||= lost > 0;
      this.#last = packet;
      this.#bytes += packet.byteLength;
      this.#packets++;
      return packet;
    } catch (thrown) {
      this.cause = thrown;
      return null;
    }
  }

  /** Ogg: whether a packet of a wrong page is itself wrong. Opus' packets are all of one length; Vorbis' are not. */
  async #isOddInWrongPage(packet: EncodedPacket, usualS: number): Promise<boolean> {
    const page = (await this.#pages?.check(packet.sequenceNumber)) ?? "right";
    if (page === "behind" || page === "lost") throw new Error("A page's checksum is wrong.");
    return page === "wrong" && this.#isOpus && usualS > 0 && Math.abs(packet.duration - usualS) > 1e-4;
  }

  /** False where it is not the bytes that are wrong. */
  get mayResume(): boolean {
    const gone = this.cause instanceof Error && this.cause.name === "NotReadableError";
    return !gone && !this.#stretch.input.disposed && !Number.isFinite(this.#stretch.fromS);
  }

  /** Whether the file ends within a packet, in a format that says nothing of its length. */
  async endsInPart(): Promise<boolean> {
    const adtsEnd = this.#format === "ADTS" && (await afterId3(this.#stretch.file)) + this.#bytes;
    const at = adtsEnd || this.#gaps?.endAt;
    if (!at || Number.isFinite(this.#stretch.fromS)) return false;
    const rest = new Uint8Array(
      await this.#stretch.file
        .slice(at, at + 2)
        .arrayBuffer()
        .catch(() => new ArrayBuffer()),
    );
    return rest[0] === 0xff && ((rest[1] ?? 0) & 0xe0) === 0xe0;
  }

  /** Ogg: where another chain of streams begins behind the last packet; null where none does. */
  async linkBehind(): Promise<number | null> {
    if (this.#format !== "Ogg" || this.#last === null || this.cause !== null) return null;
    // It is numbered by its place in the file.
    const next = await nextPage(this.#stretch.file, this.#last.sequenceNumber, ({ isFirst }) => isFirst);
    if (next === null) return null;
    // What is wrong before it is this stream's damage.
    await this.#pages?.check(next.at - 1);
    if (this.#pages?.resumeAt) this.cause = new Error("A page's checksum is wrong.");
    return next.at;
  }

  /** @param endS where the last packet ended in the whole file */
  async soFar(endS: number): Promise<ReadSoFar> {
    // The reader may have given up at a page before it came to a packet of it.
    if (this.#pages?.resumeAt === null) await this.#pages.check(this.#stretch.file.size);
    return {
      endS,
      packets: this.#packets,
      bytes: this.#bytes,
      lastBytes: this.#last?.byteLength ?? 0,
      packetS: this.#last?.duration ?? 0,
      sequence: this.#last?.sequenceNumber ?? null,
      rightPageFrom: this.#pages?.resumeAt ?? null,
    };
  }

  async #read(): Promise<EncodedPacket | null> {
    if (this.#last !== null) return this.#sink.getNextPacket(this.#last);
    const playing = Number.isFinite(this.#stretch.fromS) ? await this.#sink.getPacket(this.#stretch.fromS) : null;
    return playing ?? (await this.#sink.getFirstPacket());
  }
}
