/**
 * A track's packets in order, past damage: where the container reader gives up in the middle of a file, the file is
 * opened anew behind the damage (`resume.ts`), so that what was hit costs its own moment and not all that follows. Times
 * stay those of the whole file. What happened is noted as trouble; nothing is thrown.
 */
import type { Input, InputAudioTrack } from "mediabunny";
import { SHORT_S } from "./claim.ts";
import { type Mediabunny, openInput } from "./find-track.ts";
import { resumeBehind } from "./resume.ts";
import { type Kind, type Stretch, StretchReader } from "./stretch-reader.ts";
import { type DecodeTrouble, noteTrouble } from "./trouble.ts";

export interface SoundPacket {
  /** When the packet sounds, in the container's time, s. */
  readonly timestampS: number;
  /** How long, by the container; 0 = it does not say. */
  readonly durationS: number;
  readonly data: Uint8Array;
  /** The first one behind damage, or of another stream. */
  readonly afterDamage: boolean;
  /** Of a chain of streams: which one this is of. */
  readonly stream?: ChainedStream | undefined;
  /** Decoded before, and only for the decoder's memory again: not given out, and nothing is told of it. */
  readonly isLead?: boolean;
}

/** One of the streams that follow one another in a file: its own decoder's, with its own delay and padding. */
export interface ChainedStream {
  readonly config: AudioDecoderConfig;
  /** Where its sound begins and ends, in the file's time, s. */
  readonly fromS: number;
  readonly toS: number;
}

export interface PacketSource extends Kind {
  readonly media: Mediabunny;
  readonly input: Input;
  readonly track: InputAudioTrack;
  readonly file: Blob;
  /** Whether something was taken off the file's end before it was opened. */
  readonly isCut: boolean;
  /** Where the last packet should end, in the container's time, s; null = unknown. */
  readonly claimedEndS: number | null;
}

/** @param fromS begin with the packet that is playing at this time of the container; before the first one = from it */
export async function* soundPackets(
  source: PacketSource,
  trouble: DecodeTrouble,
  fromS: number,
): AsyncGenerator<SoundPacket, void, undefined> {
  const { media, format, claimedEndS } = source;
  let stretch: Stretch = { ...source, shiftS: 0, fromS };
  // A claim that tells of the first stream alone ends the sound with it.
  const mayChain = format === "Ogg" && claimedEndS === null;
  let stream = mayChain ? await streamOf(stretch) : undefined;
  let isBegun = false;
  let lastS = Number.NEGATIVE_INFINITY;
  let endS = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      const reader = new StretchReader(media, stretch, source);
      const isRest = stretch.file !== source.file;
      let given = 0;
      for (let packet = await reader.next(); packet !== null; packet = await reader.next()) {
        const timestampS = packet.timestamp + stretch.shiftS + reader.lostS;
        // A rest may begin a little before the damage.
        if (isRest && given === 0 && timestampS <= lastS) continue;
        lastS = timestampS;
        const beforeS = endS;
        endS = timestampS + packet.duration;
        // The last one of a stream that ends before what is asked for.
        if (endS <= fromS) continue;
        if (reader.justLost) noteTrouble(trouble, new Error("Bytes between packets are no packets."), beforeS);
        // Behind what was not given out nothing is to be told apart.
        const afterDamage = (isRest && given === 0 && isBegun) || reader.justLost;
        isBegun = true;
        given++;
        yield { timestampS, durationS: packet.duration, data: packet.data, afterDamage, stream };
      }
      const atS = Number.isFinite(endS) ? endS : null;
      const linkAt = await reader.linkBehind();
      const early = claimedEndS === null || endS < claimedEndS - SHORT_S || reader.cause !== null;
      // A rest that gave nothing new would be made again, for ever.
      const mayResume = linkAt === null && early && reader.mayResume && !(isRest && given === 0);
      const rest = mayResume && (await resumeBehind(format, stretch.file, await reader.soFar(atS ?? 0)));
      const shifted = rest && { file: rest.file, shiftS: rest.shiftS + (stream?.fromS ?? 0) };
      const link = linkAt !== null && stream && (await openLink(source, stretch.file.slice(linkAt), stream.toS, fromS));
      const next = link || (shifted && (await reopen(media, shifted, stretch, fromS)));
      const isCut = source.isCut || (await reader.endsInPart());
      // More follows that does not go on from here.
      const isBroken = !link && (next || linkAt !== null);
      if (isBroken || reader.cause !== null || isCut) {
        noteTrouble(trouble, reader.cause ?? new Error("The packets end too early."), atS);
      }
      if (!next) return;
      if (isRest) stretch.input.dispose();
      stretch = next;
      if (link) {
        stream = await streamOf(link);
        // Its first packet may lie before it, as the decoder's delay.
        lastS = Number.NEGATIVE_INFINITY;
      }
    }
  } finally {
    if (stretch.file !== source.file) stretch.input.dispose();
  }
}

/** Undefined where its length cannot be read: nothing can be put behind it then. */
async function streamOf({ track, shiftS }: Stretch): Promise<ChainedStream | undefined> {
  const config = await track.getDecoderConfig();
  const durationS = await track.computeDuration().catch(() => null);
  return config === null || durationS === null ? undefined : { config, fromS: shiftS, toS: shiftS + durationS };
}

/** The next streams of a chain, which begin where the last ones ended. Null where none of them is sound of the same kind. */
async function openLink(
  { media, codec }: PacketSource,
  file: Blob,
  shiftS: number,
  fromS: number,
): Promise<Stretch | null> {
  const input = openInput(media, file);
  try {
    for (const track of await input.getAudioTracks()) {
      const isAlike = (await track.getCodec()) === codec && (await track.getDecoderConfig()) !== null;
      if (isAlike) return { input, track, file, shiftS, fromS: fromS - shiftS };
    }
  } catch {
    // What is no stream is told as the end of those before it.
  }
  input.dispose();
  return null;
}

async function reopen(
  media: Mediabunny,
  { file, shiftS }: { readonly file: Blob; readonly shiftS: number },
  like: Stretch,
  fromS: number,
): Promise<Stretch | null> {
  const input = openInput(media, file);
  const tracks = await input.getAudioTracks().catch(() => []);
  const track = tracks.find(({ id }) => id === like.track.id);
  if (track !== undefined)
    return { input, track, file, shiftS, fromS: shiftS === 0 ? fromS : Number.NEGATIVE_INFINITY };
  input.dispose();
  return null;
}
