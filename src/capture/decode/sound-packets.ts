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
  /** The first one behind damage. */
  readonly afterDamage: boolean;
  /** Decoded before, and only for the decoder's memory again: not given out, and nothing is told of it. */
  readonly isLead?: boolean;
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
  let stretch: Stretch = { ...source, shiftS: 0 };
  let lastS = Number.NEGATIVE_INFINITY;
  let endS = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      const reader = new StretchReader(media, stretch, source, fromS);
      const isRest = stretch.file !== source.file;
      let given = 0;
      for (let packet = await reader.next(); packet !== null; packet = await reader.next()) {
        const timestampS = packet.timestamp + stretch.shiftS + reader.lostS;
        // A rest may begin a little before the damage.
        if (isRest && given === 0 && timestampS <= lastS) continue;
        if (reader.justLost) noteTrouble(trouble, new Error("Bytes between packets are no packets."), endS);
        const afterDamage = (isRest && given === 0) || reader.justLost;
        given++;
        yield { timestampS, durationS: packet.duration, data: packet.data, afterDamage };
        lastS = timestampS;
        endS = timestampS + packet.duration;
      }
      const atS = Number.isFinite(endS) ? endS : null;
      const early = claimedEndS === null || endS < claimedEndS - SHORT_S || reader.cause !== null;
      // A rest that gave nothing new would be made again, for ever.
      const mayResume = early && reader.mayResume && !(isRest && given === 0);
      const rest = mayResume && (await resumeBehind(format, stretch.file, await reader.soFar(atS ?? 0)));
      const next = rest && (await reopen(media, rest, source.track));
      const isCut = source.isCut || (await reader.endsInPart());
      if (next || reader.cause !== null || isCut) {
        noteTrouble(trouble, reader.cause ?? new Error("The packets end too early."), atS);
      }
      if (!next) return;
      if (isRest) stretch.input.dispose();
      stretch = next;
    }
  } finally {
    if (stretch.file !== source.file) stretch.input.dispose();
  }
}

async function reopen(
  media: Mediabunny,
  { file, shiftS }: { readonly file: Blob; readonly shiftS: number },
  like: InputAudioTrack,
): Promise<Stretch | null> {
  const input = openInput(media, file);
  const tracks = await input.getAudioTracks().catch(() => []);
  const track = tracks.find(({ id }) => id === like.id);
  if (track !== undefined) return { input, track, file, shiftS };
  input.dispose();
  return null;
}
