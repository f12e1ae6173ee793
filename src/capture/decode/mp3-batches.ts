/**
 * MP3 some seconds at a time. `decodeAudioData` takes a batch of frames as a file of its own and gives the same samples as an
 * AudioDecoder that is fed packet by packet, without a round trip between threads for each of 137 000 packets of an hour. It
 * exists on the page only: see `ask-page.ts`.
 *
 * For as long as all is well: each batch begins with frames that were decoded before, whose samples must be the same again, and is
 * exactly as long as its frames are. Where one is not, where the frames no longer follow each other, or no answer comes, the container
 * reader and the decoder go on: what is wrong, they tell.
 */
import type { Pieces } from "./decode-packets.ts";
import type { DecodedPiece } from "./decoder-run.ts";
import { MOST_LEAD, type Mp3Batch, Mp3Walk } from "./mp3-walk.ts";
import type { SoundPacket } from "./sound-packets.ts";

/** Decodes the bytes of a file at its own rate. Null where that cannot be done. */
export type DecodeBatch = (bytes: Uint8Array<ArrayBuffer>, sampleRateHz: number) => Promise<Channels | null>;
type Channels = readonly Float32Array<ArrayBuffer>[];
type Packets = AsyncGenerator<SoundPacket, void, undefined>;

/** Decoded one by one: first results come soon, and tell the true rate. */
const FIRST_PACKETS = 40;
const BATCH_S = 20;
/** Frames of a piece: what follows reads and writes them in the processor's cache. */
const PIECE_FRAMES = 16_384;
/** Of one and the same frame, decoded twice. */
const TOLERANCE = 1e-6;

/** What the next batch has to go on from. */
interface Seam {
  readonly sampleRateHz: number;
  /** Samples of a packet. */
  readonly length: number;
  readonly channelCount: number;
  /** The last packet's, first channel. */
  readonly last: Float32Array;
}

/**
 * @param decodeBatch absent = packet by packet from the first on
 * @param decodeOneByOne `decode-packets.ts`, which also tells of damage
 */
export const decodeMp3 = (
  file: Blob,
  packets: Packets,
  decodeBatch: DecodeBatch | undefined,
  decodeOneByOne: (packets: Packets) => Pieces,
): Pieces => (decodeBatch ? inBatches(file, packets, decodeBatch, decodeOneByOne) : decodeOneByOne(packets));

async function* inBatches(
  file: Blob,
  packets: Packets,
  decodeBatch: DecodeBatch,
  decodeOneByOne: (packets: Packets) => Pieces,
): Pieces {
  const first: SoundPacket[] = [];
  let done = FIRST_PACKETS;
  /** From the packet behind what was given out, with those before it for the decoder's memory. */
  const goOn = async (): Promise<Pieces> => {
    const lead = [...first];
    for (let skipped = FIRST_PACKETS; skipped < done; skipped++) {
      const { value } = await packets.next();
      if (!value) break;
      if (lead.push(value) > MOST_LEAD) lead.shift();
    }
    const again = lead.map((packet): SoundPacket => ({ ...packet, isLead: true }));
    return decodeOneByOne(chain(again, packets));
  };
  try {
    while (first.length < FIRST_PACKETS) {
      const { value } = await packets.next();
      if (!value) break;
      first.push(value);
    }
    const start = yield* decodeFirst(first, decodeOneByOne);
    if (first.length < FIRST_PACKETS) return;
    const data = first.map((packet) => packet.data);
    const walk = start && (await Mp3Walk.behind(file, data, start.sampleRateHz));
    if (start === null || walk === null) return yield* await goOn();
    const { sampleRateHz, length } = start;
    let seam: Seam = start;
    const startS = (first[0] as SoundPacket).timestampS;
    const packetS = length / sampleRateHz;
    const ask = async () => {
      const batch = await walk.next(Math.ceil(BATCH_S / packetS));
      return batch && { batch, answer: decodeBatch(batch.bytes, sampleRateHz) };
    };
    // One is decoded while the one before is heard.
    const queue = [await ask(), await ask()];
    for (let asked = queue.shift(); asked; asked = queue.shift()) {
      const { batch } = asked;
      const channels = await asked.answer;
      const next: Seam | null = channels ? nextSeam(channels, batch, seam) : null;
      if (!channels || !next) return yield* await goOn();
      yield* cut(channels, batch.leadFrames * length, startS + done * packetS, sampleRateHz);
      done += batch.frames;
      seam = next;
      queue.push(await ask());
    }
    if (!(await walk.isAtEnd())) yield* await goOn();
  } finally {
    await packets.return();
  }
}

/** @returns null where what follows is not to be expected to be regular either */
async function* decodeFirst(
  packets: readonly SoundPacket[],
  decodeOneByOne: (packets: Packets) => Pieces,
): AsyncGenerator<DecodedPiece, Seam | null, undefined> {
  let seam: Seam | null = null;
  let pieces = 0;
  for await (const piece of decodeOneByOne(chain(packets))) {
    const { sampleRateHz, channels } = piece;
    // The piece's own arrays are used again by whoever takes it.
    const last = Float32Array.from(channels[0] ?? []);
    seam = { sampleRateHz, length: last.length, channelCount: channels.length, last };
    pieces++;
    yield piece;
  }
  const usual = Math.round((packets[0]?.durationS ?? 0) * (seam?.sampleRateHz ?? 0));
  return pieces === packets.length && seam?.length === usual ? seam : null;
}

/** Null where the batch does not go on, sample by sample, from where the one before ended, or is not as long as it should be. */
function nextSeam(channels: Channels, { leadFrames, frames }: Mp3Batch, seam: Seam): Seam | null {
  const { length, channelCount, last } = seam;
  const start = leadFrames * length;
  const end = start + frames * length;
  const first = channels[0];
  if (!first || channels.length !== channelCount || channels.some((channel) => channel.length !== end)) return null;
  const again = first.subarray(start - length, start);
  const isSame = last.every((sample, index) => Math.abs(sample - (again[index] ?? Number.NaN)) <= TOLERANCE);
  return isSame ? { ...seam, last: first.slice(end - length) } : null;
}

/** @param from where the lead ends; it lies at `timestampS` */
function* cut(channels: Channels, from: number, timestampS: number, sampleRateHz: number): Generator<DecodedPiece> {
  const end = channels[0]?.length ?? 0;
  for (let at = from; at < end; at += PIECE_FRAMES) {
    const pieceS = timestampS + (at - from) / sampleRateHz;
    const part = channels.map((channel) => channel.subarray(at, Math.min(end, at + PIECE_FRAMES)));
    yield { timestampS: pieceS, packetS: pieceS, sampleRateHz, channels: part };
  }
}

async function* chain(packets: readonly SoundPacket[], rest?: Packets): Packets {
  yield* packets;
  if (rest) yield* rest;
}
