/**
 * The sample formats of nearly every WAV, straight from their packets: mediabunny's own way makes an object of each 2048
 * frames and reads each sample by a call. Its other formats (big-endian, 64 bits, µ-law and so on) go that way.
 */
import type { AudioCodec, EncodedPacket, InputAudioTrack } from "mediabunny";
import type { SpareArrays } from "../../signal/spare-arrays.ts";
import type { Pieces } from "./decode-packets.ts";
import type { DecodedPiece } from "./decoder-run.ts";
import type { Mediabunny } from "./find-track.ts";
import { type DecodeTrouble, noteTrouble } from "./trouble.ts";

interface PcmFormat {
  readonly bytes: number;
  /** Samples `first`, `first + step` … of little-endian bytes, full scale = 1, as many as `into` holds. */
  read(data: Uint8Array, first: number, step: number, into: Float32Array): void;
}

/** Frames of a piece, at least: what follows costs as much for a short one. */
const PIECE_FRAMES = 16_384;

const FORMATS: Partial<Record<AudioCodec, PcmFormat>> = {
  "pcm-s16": {
    bytes: 2,
    read(data, first, step, into) {
      const samples = new Int16Array(data.buffer, data.byteOffset, data.length >> 1);
      for (let index = 0, at = first; index < into.length; index++, at += step)
        into[index] = (samples[at] as number) / 32768;
    },
  },
  "pcm-s24": {
    bytes: 3,
    read(data, first, step, into) {
      for (let index = 0, at = 3 * first; index < into.length; index++, at += 3 * step) {
        const low = (data[at] as number) | ((data[at + 1] as number) << 8);
        into[index] = (low | (((data[at + 2] as number) << 24) >> 8)) / 8388608;
      }
    },
  },
  "pcm-f32": {
    bytes: 4,
    read(data, first, step, into) {
      const samples = new Float32Array(data.buffer, data.byteOffset, data.length >> 2);
      for (let index = 0, at = first; index < into.length; index++, at += step) into[index] = samples[at] as number;
    },
  },
};

/** Null where mediabunny has to convert. */
export function pcmFormat(codec: string): PcmFormat | null {
  return FORMATS[codec as AudioCodec] ?? null;
}

/** @param fromS begin with the packet that is playing at this time of the container; before the first one = from it */
export async function* readPcm(
  media: Mediabunny,
  track: InputAudioTrack,
  format: PcmFormat,
  { numberOfChannels, sampleRate }: AudioDecoderConfig,
  trouble: DecodeTrouble,
  spare: SpareArrays,
  fromS: number,
): Pieces {
  const frameBytes = format.bytes * numberOfChannels;
  let packets: EncodedPacket[] = [];
  let frames = 0;
  const piece = (): DecodedPiece => {
    const channels = Array.from({ length: numberOfChannels }, () => spare.take(frames));
    let done = 0;
    for (const { data } of packets) {
      const length = Math.floor(data.length / frameBytes);
      // An array of samples has to begin at a multiple of their size.
      const own = data.byteOffset % format.bytes === 0 ? data : data.slice();
      for (const [channel, into] of channels.entries()) {
        format.read(own, channel, numberOfChannels, into.subarray(done, done + length));
      }
      done += length;
    }
    const timestampS = packets[0]?.timestamp ?? 0;
    packets = [];
    frames = 0;
    return { timestampS, packetS: timestampS, sampleRateHz: sampleRate, channels };
  };
  try {
    for await (const packet of packetsFrom(media, track, fromS)) {
      packets.push(packet);
      frames += Math.floor(packet.data.length / frameBytes);
      if (frames >= PIECE_FRAMES) yield piece();
    }
  } catch (thrown) {
    noteTrouble(trouble, thrown, null);
  }
  if (frames > 0) yield piece();
}

async function* packetsFrom(media: Mediabunny, track: InputAudioTrack, fromS: number) {
  const sink = new media.EncodedPacketSink(track);
  const playing = Number.isFinite(fromS) ? await sink.getPacket(fromS) : null;
  for (let packet = playing ?? (await sink.getFirstPacket()); packet; packet = await sink.getNextPacket(packet))
    yield packet;
}
