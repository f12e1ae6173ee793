/**
 * From packets to PCM pieces by WebCodecs. mediabunny's own sink is not used here because it throws away what is already
 * decoded when a packet is bad, and stops there; this one gives out all that was decoded, counts the bad packet, and goes
 * on with the next. Times are the container's: what a bad packet leaves out, the timeline fills with silence.
 *
 * Lazy: some 16 packets are ahead of the reader, whatever the length of the file.
 */
import type { InputAudioTrack } from "mediabunny";
import type { SpareArrays } from "../../signal/spare-arrays.ts";
import { type DecodedPiece, DecoderRun, takePiece } from "./decoder-run.ts";
import type { Mediabunny } from "./find-track.ts";
import type { ChainedStream, SoundPacket } from "./sound-packets.ts";
import { type DecodeTrouble, noteTrouble } from "./trouble.ts";

export type Pieces = AsyncGenerator<DecodedPiece, void, undefined>;

/** After so many bad packets in a row the rest of the file is taken for lost. */
const MAX_BAD_IN_A_ROW = 100;

/**
 * WAV and other PCM needs no decoder, only another sample format. Works where WebCodecs is missing.
 * @param fromS begin with the piece that is playing at this time of the container; before the first one = from it
 */
export async function* convertPcm(
  media: Mediabunny,
  track: InputAudioTrack,
  trouble: DecodeTrouble,
  spare: SpareArrays,
  fromS: number,
): Pieces {
  try {
    for await (const sample of new media.AudioSampleSink(track).samples(fromS)) yield takePiece(sample, spare);
  } catch (thrown) {
    noteTrouble(trouble, thrown, null);
  }
}

/** @param firstConfig what `track.getDecoderConfig()` says; known to be supported. A packet may bring another one. */
export async function* decodePackets(
  media: Mediabunny,
  packets: AsyncGenerator<SoundPacket, void, undefined>,
  firstConfig: AudioDecoderConfig,
  trouble: DecodeTrouble,
  spare: SpareArrays,
): Pieces {
  let stream: ChainedStream | undefined;
  // What was on its way into a decoder that failed or ended goes into the next one.
  const waiting: SoundPacket[] = [];
  const next = async (): Promise<SoundPacket | null> => waiting.shift() ?? ((await packets.next()).value || null);
  let run = new DecoderRun(media, firstConfig, spare, null);
  let fed = 0;
  let badInARow = 0;
  try {
    while (badInARow < MAX_BAD_IN_A_ROW) {
      const packet = await next();
      // Behind damage a decoder begins anew: it would count on from where it was.
      const ends = packet === null || (packet.afterDamage && fed > 0);
      if (ends) await run.flush();
      else {
        fed++;
        stream = packet.stream;
        run.decode(packet);
        await run.room();
      }
      for (const piece of run.take()) {
        badInARow = 0;
        if (piece.isLead) continue;
        if (piece.wasOdd) noteTrouble(trouble, new Error("A packet is of odd length."), piece.packetS);
        yield stream ? within(piece, stream) : piece;
      }
      if (run.failure === null && packet === null) return;
      if (run.failure === null && !ends) continue;
      if (ends && packet !== null) waiting.unshift(packet);
      if (run.failure !== null) {
        const bad = run.takeBad();
        if (!bad?.isLead) noteTrouble(trouble, run.failure.cause, bad?.timestampS ?? null);
        badInARow++;
        waiting.unshift(...run.unanswered);
      }
      run.close();
      run = new DecoderRun(media, waiting[0]?.stream?.config ?? firstConfig, spare, run);
      fed = 0;
    }
  } finally {
    run.close();
    await packets.return();
  }
}

/** Without the decoder's delay and padding, which lie outside of the stream. May be left without frames. */
function within(piece: DecodedPiece, { fromS, toS }: ChainedStream): DecodedPiece {
  const { timestampS, packetS, sampleRateHz, channels } = piece;
  const from = Math.max(0, Math.round((fromS - timestampS) * sampleRateHz));
  // A decoder that began midway may count from another frame on than the container.
  const to = Math.max(from, Math.round((toS - packetS) * sampleRateHz));
  if (from === 0 && to >= (channels[0]?.length ?? 0)) return piece;
  return {
    ...piece,
    timestampS: timestampS + from / sampleRateHz,
    channels: channels.map((channel) => channel.slice(from, to)),
  };
}
