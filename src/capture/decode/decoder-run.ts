/** WebCodecs from its first packet to its end or its first error. */
import type { AudioSample } from "mediabunny";
import type { SpareArrays } from "../../signal/spare-arrays.ts";
import { DecodersInTurn } from "./decoders-in-turn.ts";
import type { Mediabunny } from "./find-track.ts";
import type { SoundPacket } from "./sound-packets.ts";
import type { PcmPiece } from "./timeline.ts";

/** A third of a second of MP3: enough to keep the decoder's thread busy. */
const QUEUE_PACKETS = 16;
/** By how much a packet's length may be rounded, s. */
const LENGTH_STEP_S = 0.0021;

export interface DecodedPiece extends PcmPiece {
  /**
   * The container's time of the packet that this came from, s. `timestampS` is what the decoder makes of the first
   * packet's time by counting frames, without what it took off as its own delay.
   */
  readonly packetS: number;
  /** Brought to the length that it should have. */
  readonly wasOdd?: boolean;
  /** Of a packet that was decoded before. */
  readonly isLead?: boolean;
}

export class DecoderRun {
  readonly #decoders: DecodersInTurn;
  readonly #codec: string;
  readonly #spare: SpareArrays;
  #decoded: AudioSample[] = [];
  #outputs = 0;
  /** Frames of most packets; 0 = not known yet. */
  usualFrames = 0;
  /** Whether the next piece is the first one behind damage. */
  #afterDamage: boolean;
  #wake: () => void = () => {};
  /** The first packet's time. The decoder is fed times from 0 on, because Chromium does not keep negative ones. */
  #baseS: number | null = null;
  /** What went in and has not come out yet, in order. */
  readonly unanswered: SoundPacket[] = [];
  #isEnding = false;
  /** `bad`: the packet that broke it. */
  failure: { readonly cause: unknown; readonly bad: number } | null = null;

  /**
   * @param spare where the pieces' channels come from
   * @param before the run before damage; null = the first one
   */
  constructor(media: Mediabunny, config: AudioDecoderConfig, spare: SpareArrays, before: DecoderRun | null) {
    this.#spare = spare;
    this.#codec = config.codec;
    this.#afterDamage = before !== null;
    this.usualFrames = before?.usualFrames ?? 0;
    this.#decoders = new DecodersInTurn(config.codec === "flac" ? [0, 0, 0] : [0], {
      output: (data) => this.#decoded.push(new media.AudioSample(data)),
      error: (cause, packet) => this.#fail(cause, packet),
      change: () => this.#wake(),
    });
    this.#try(() => this.#decoders.configure(config));
  }

  decode(packet: SoundPacket): void {
    this.#baseS ??= packet.timestampS;
    const timestamp = Math.round((packet.timestampS - this.#baseS) * 1e6);
    const duration = Math.round(packet.durationS * 1e6);
    // An empty packet (seen at the end of some Ogg streams) is an error to some decoders and nothing to all.
    if (packet.data.byteLength === 0) return;
    this.unanswered.push(packet);
    const chunk = new EncodedAudioChunk({ type: "key", timestamp, duration, data: packet.data });
    this.#try(() => this.#decoders.decode(chunk));
  }

  /** Resolves when the queue is short enough for another packet, or the decoder failed. */
  async room(): Promise<void> {
    while (this.failure === null && this.#decoders.queued >= QUEUE_PACKETS) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  take(): DecodedPiece[] {
    const pieces = this.#decoded.map((sample) => this.#pieceOf(sample));
    this.#decoded = [];
    return pieces;
  }

  async flush(): Promise<void> {
    this.#isEnding = true;
    if (this.failure !== null || this.#outputs + this.unanswered.length === 0) return;
    await this.#decoders.flush();
  }

  /** After a failure, when all that came before it was taken: what broke the decoder is no longer among the unanswered. */
  takeBad(): SoundPacket | undefined {
    return this.unanswered.splice((this.failure?.bad ?? 0) - this.#decoders.next, 1)[0];
  }

  close(): void {
    for (const sample of this.#decoded) sample.close();
    this.#decoded = [];
    this.#decoders.close();
  }

  #pieceOf(sample: AudioSample): DecodedPiece {
    // Vorbis' first packet only prepares the second: some decoders give an empty piece for it, others nothing.
    if (this.#outputs++ === 0 && this.#isVorbis && sample.numberOfFrames > 0) this.unanswered.shift();
    const packet = this.unanswered.shift();
    const afterDamage = this.#afterDamage;
    this.#afterDamage = false;
    const piece = takePiece(sample, this.#spare, this.#baseS ?? 0, packet?.timestampS);
    // A decoder that is given every third packet does not count right.
    const byPacket = this.#codec === "flac" || (afterDamage && this.#isVorbis);
    const timestampS = byPacket ? piece.packetS : piece.timestampS;
    return this.#evened({ ...piece, timestampS, afterDamage, isLead: packet?.isLead === true }, packet);
  }

  /**
   * Bytes that were overwritten may decode to more or less sound than the container says and than all other packets hold:
   * brought to the usual length, so that what follows stays where it was. Vorbis' lengths differ by nature, and so may the
   * last packet's.
   */
  #evened(piece: DecodedPiece, packet: SoundPacket | undefined): DecodedPiece {
    const frames = piece.channels[0]?.length ?? 0;
    const claimed = (packet?.durationS ?? 0) * piece.sampleRateHz;
    const isClaimed = (length: number): boolean => Math.abs(claimed - length) <= LENGTH_STEP_S * piece.sampleRateHz;
    if (isClaimed(frames)) this.usualFrames = frames;
    // A decoder's first piece may lack what it takes off as its delay.
    const isDelayed = this.#outputs === 1 && frames < this.usualFrames;
    const mayDiffer = this.#isVorbis || isDelayed || (this.#isEnding && this.unanswered.length === 0);
    if (mayDiffer || isClaimed(frames) || !isClaimed(this.usualFrames)) return piece;
    const channels = piece.channels.map((channel) => {
      const evened = new Float32Array(this.usualFrames);
      evened.set(channel.subarray(0, this.usualFrames));
      return evened;
    });
    return { ...piece, channels, wasOdd: true };
  }

  get #isVorbis(): boolean {
    return this.#codec === "vorbis";
  }

  #try(act: () => void): void {
    if (this.failure !== null) return;
    try {
      act();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown, bad = this.#decoders.next): void {
    this.failure ??= { cause, bad };
    this.#wake();
  }
}

/** Copies the sample's channels out and closes it. */
export function takePiece(
  sample: AudioSample,
  spare: SpareArrays,
  baseS = 0,
  packetS = baseS + sample.timestamp,
): DecodedPiece {
  const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = spare.take(sample.numberOfFrames);
    if (plane.length > 0) sample.copyTo(plane, { planeIndex, format: "f32-planar" });
    return plane;
  });
  const piece = { timestampS: baseS + sample.timestamp, packetS, sampleRateHz: sample.sampleRate, channels };
  sample.close();
  return piece;
}
