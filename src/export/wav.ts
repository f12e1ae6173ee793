/**
 * Owns: PCM as the bytes of a WAV file in 32-bit float, sample for sample what the model heard: nothing is clipped,
 * dithered or scaled. For a clip of seconds; the whole file lies in memory.
 *
 * Multimedia Programming Interface and Data Specifications 1.0 (RIFF) and Microsoft's WAVEFORMATEXTENSIBLE: a format other
 * than PCM has the extended `fmt ` chunk and a `fact` chunk; more than two channels must be extensible.
 */

const WAVE_FORMAT_IEEE_FLOAT = 0x0003;
const WAVE_FORMAT_EXTENSIBLE = 0xfffe;
const BYTES_PER_SAMPLE = 4;
/** `nBlockAlign` is 16 bits wide. */
const MAX_CHANNELS = Math.floor(0xffff / BYTES_PER_SAMPLE);
/** KSDATAFORMAT_SUBTYPE_IEEE_FLOAT after its first two bytes, which are the format's tag. */
const SUBTYPE_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/**
 * @param channels samples of each channel, all of one length (0 is allowed).
 * @throws RangeError for no channel, too many, unequal lengths, a rate that isn't a positive whole number of Hz, or more
 * than the 4 GiB that the format can hold.
 */
export function floatWav(channels: readonly Float32Array[], sampleRateHz: number): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  if (channels.length < 1 || channels.length > MAX_CHANNELS) throw new RangeError(`${channels.length} channels`);
  if (channels.some(({ length }) => length !== frames)) throw new RangeError("The channels differ in length");
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1) throw new RangeError(`Rate ${sampleRateHz} Hz`);
  const blockAlign = channels.length * BYTES_PER_SAMPLE;
  const formatBytes = channels.length > 2 ? 40 : 18;
  const headerBytes = 12 + (8 + formatBytes) + 12 + 8;
  const dataBytes = frames * blockAlign;
  if (headerBytes + dataBytes > 0xffffffff || sampleRateHz * blockAlign > 0xffffffff) {
    throw new RangeError(`${dataBytes} bytes of PCM at ${sampleRateHz} Hz don't fit a WAV file`);
  }

  const bytes = new Uint8Array(headerBytes + dataBytes);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const text = (value: string): void => {
    for (let i = 0; i < value.length; i++) view.setUint8(at++, value.charCodeAt(i));
  };
  const uint16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const uint32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };

  text("RIFF");
  uint32(bytes.length - 8);
  text("WAVEfmt ");
  uint32(formatBytes);
  uint16(channels.length > 2 ? WAVE_FORMAT_EXTENSIBLE : WAVE_FORMAT_IEEE_FLOAT);
  uint16(channels.length);
  uint32(sampleRateHz);
  uint32(sampleRateHz * blockAlign);
  uint16(blockAlign);
  uint16(8 * BYTES_PER_SAMPLE);
  uint16(formatBytes - 18);
  if (channels.length > 2) {
    uint16(8 * BYTES_PER_SAMPLE);
    // Which loudspeaker a channel belongs to isn't known here: 0 assigns none.
    uint32(0);
    uint16(WAVE_FORMAT_IEEE_FLOAT);
    for (const byte of SUBTYPE_TAIL) view.setUint8(at++, byte);
  }
  text("fact");
  uint32(4);
  uint32(frames);
  text("data");
  uint32(dataBytes);
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      view.setFloat32(at, channel[frame] as number, true);
      at += BYTES_PER_SAMPLE;
    }
  }
  return bytes;
}
