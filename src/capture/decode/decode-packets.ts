/**
 * From a track's packets to PCM pieces by WebCodecs. mediabunny's own sink is not used here because it throws away what is
 * already decoded when a packet is bad, and stops there; this one gives out all that was decoded, counts the bad packet,
 * and goes on with the next.
 *
 * Lazy: at most `QUEUE_PACKETS` packets are ahead of the reader, whatever the length of the file.
 */
import type { AudioSample, EncodedPacket, InputAudioTrack } from "mediabunny";
import type { Mediabunny } from "./find-track.ts";
import type { PcmPiece } from "./timeline.ts";

/** A third of a second of MP3: enough to keep the decoder's thread busy. */
const QUEUE_PACKETS = 16;
/** After so many bad packets in a row the rest of the file is taken for lost. */
const MAX_BAD_IN_A_ROW = 100;

export interface DecodedPiece extends PcmPiece {
  /**
   * The container's time of the packet that this came from, s. `timestampS` is what the decoder makes of the first
   * packet's time by counting frames, without what it took off as its own delay.
   */
  readonly packetS: number;
}

/** What went wrong on the way; filled in while the pieces are read. */
export interface DecodeTrouble {
  /** The first thing that broke, as thrown; null while all is well. */
  cause: unknown;
  /** Where in the container's time, s; null when the container itself could not be read on. */
  atS: number | null;
  badPackets: number;
}

/**
 * WAV and other PCM needs no decoder, only another sample format. Works where WebCodecs is missing.
 * @param fromS as below
 */
export async function* convertPcm(
  media: Mediabunny,
  track: InputAudioTrack,
  trouble: DecodeTrouble,
  fromS = Number.NEGATIVE_INFINITY,
): AsyncGenerator<DecodedPiece, void, undefined> {
  try {
    for await (const sample of new media.AudioSampleSink(track).samples(fromS)) yield takePiece(sample);
  } catch (thrown) {
    note(trouble, thrown, null);
  }
}

/**
 * @param config what `track.getDecoderConfig()` says; known to be supported
 * @param fromS begin with the packet that is playing at this time of the container; before the first one = from it
 */
export async function* decodePackets(
  media: Mediabunny,
  track: InputAudioTrack,
  config: AudioDecoderConfig,
  trouble: DecodeTrouble,
  fromS = Number.NEGATIVE_INFINITY,
): AsyncGenerator<DecodedPiece, void, undefined> {
  const sink = new media.EncodedPacketSink(track);
  const next = async (after: EncodedPacket | null): Promise<EncodedPacket | null> => {
    try {
      if (after !== null) return await sink.getNextPacket(after);
      const playing = Number.isFinite(fromS) ? await sink.getPacket(fromS) : null;
      return playing ?? (await sink.getFirstPacket());
    } catch (thrown) {
      note(trouble, thrown, null);
      return null;
    }
  };
  let packet = await next(null);
  let run = new DecoderRun(media, config);
  let badInARow = 0;
  try {
    while (packet !== null && badInARow < MAX_BAD_IN_A_ROW) {
      run.decode(packet);
      await run.room();
      for (const piece of run.take()) {
        badInARow = 0;
        yield piece;
      }
      if (run.failure !== null) {
        note(trouble, run.failure.cause, packet.timestamp);
        badInARow++;
        run.close();
        run = new DecoderRun(media, config);
      }
      packet = await next(packet);
    }
    await run.flush();
    yield* run.take();
    if (run.failure !== null) note(trouble, run.failure.cause, null);
  } finally {
    run.close();
  }
}

function note(trouble: DecodeTrouble, cause: unknown, atS: number | null): void {
  trouble.badPackets++;
  if (trouble.badPackets > 1) return;
  trouble.cause = cause;
  trouble.atS = atS;
}

/** One AudioDecoder from its first packet to its end or its first error. */
class DecoderRun {
  readonly #decoder: AudioDecoder;
  #decoded: AudioSample[] = [];
  /** Times of the packets that went in and have not come out yet. */
  readonly #packetsS: number[] = [];
  #outputs = 0;
  #wake: () => void = () => {};
  /** The first packet's time. The decoder is fed times from 0 on, because Chromium does not keep negative ones. */
  #baseS: number | null = null;
  failure: { readonly cause: unknown } | null = null;

  constructor(media: Mediabunny, config: AudioDecoderConfig) {
    this.#decoder = new AudioDecoder({
      output: (data) => {
        // Vorbis' first packet only prepares the second: some decoders give an empty piece for it, others nothing.
        if (this.#outputs++ === 0 && config.codec === "vorbis" && data.numberOfFrames > 0) this.#packetsS.shift();
        this.#decoded.push(new media.AudioSample(data));
        this.#wake();
      },
      error: (cause) => this.#fail(cause),
    });
    this.#decoder.addEventListener("dequeue", () => this.#wake());
    this.#try(() => this.#decoder.configure(config));
  }

  decode(packet: EncodedPacket): void {
    this.#baseS ??= packet.timestamp;
    const timestamp = Math.round((packet.timestamp - this.#baseS) * 1e6);
    const duration = Math.round(packet.duration * 1e6);
    // An empty packet (seen at the end of some Ogg streams) is an error to some decoders and nothing to all.
    if (packet.data.byteLength === 0) return;
    this.#packetsS.push(packet.timestamp);
    this.#try(() =>
      this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp, duration, data: packet.data })),
    );
  }

  /** Resolves when the queue is short enough for another packet, or the decoder failed. */
  async room(): Promise<void> {
    while (this.failure === null && this.#decoder.decodeQueueSize >= QUEUE_PACKETS) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  take(): DecodedPiece[] {
    const baseS = this.#baseS ?? 0;
    const pieces = this.#decoded.map((sample) => takePiece(sample, baseS, this.#packetsS.shift()));
    this.#decoded = [];
    return pieces;
  }

  async flush(): Promise<void> {
    if (this.failure !== null) return;
    await this.#decoder.flush().catch((cause: unknown) => this.#fail(cause));
  }

  close(): void {
    for (const sample of this.#decoded) sample.close();
    this.#decoded = [];
    if (this.#decoder.state !== "closed") this.#decoder.close();
  }

  #try(act: () => void): void {
    if (this.failure !== null) return;
    try {
      act();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    this.failure ??= { cause };
    this.#wake();
  }
}

/** Copies the sample's channels out and closes it. */
function takePiece(sample: AudioSample, baseS = 0, packetS = baseS + sample.timestamp): DecodedPiece {
  const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames);
    if (plane.length > 0) sample.copyTo(plane, { planeIndex, format: "f32-planar" });
    return plane;
  });
  const piece = { timestampS: baseS + sample.timestamp, packetS, sampleRateHz: sample.sampleRate, channels };
  sample.close();
  return piece;
}
