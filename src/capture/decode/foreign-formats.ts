/**
 * Sound formats that we know by sight but cannot read, so that a person is told "this kind of file is not supported" and
 * not "this is no sound".
 */
const SIGNATURES: readonly (readonly [name: string, at: number, bytes: string])[] = [
  ["AIFF", 8, "AIFF"],
  ["AIFF", 8, "AIFC"],
  ["WMA", 0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"],
  ["AC-3", 0, "\x0b\x77"],
  ["AMR", 0, "#!AMR"],
  ["MIDI", 0, "MThd"],
  ["Core Audio Format", 0, "caff"],
  ["Monkey's Audio", 0, "MAC "],
  ["WavPack", 0, "wvpk"],
  ["Sun/NeXT audio", 0, ".snd"],
  ["AVI", 8, "AVI "],
  ["DTS", 0, "\x7f\xfe\x80\x01"],
  ["True Audio", 0, "TTA1"],
  ["Musepack", 0, "MPCK"],
  ["RealMedia", 0, ".RMF"],
  ["DSD", 0, "DSD "],
  ["Wave64", 0, "riff"],
  // The first packet of an Ogg file lies behind a page header with one entry in its table.
  ["Speex", 28, "Speex   "],
  ["FLAC in Ogg", 28, "\x7fFLAC"],
];

/** The codecs of WAV files that hold no PCM, by format tag (RFC 2361). */
const WAV_FORMATS: Readonly<Record<string, string>> = {
  2: "ADPCM",
  17: "ADPCM",
  49: "GSM",
  80: "MP2 in WAV",
  85: "MP3 in WAV",
};

/** A name for a WAV's format tag that the container reader does not know. */
export const wavFormatName = (tag: string): string => WAV_FORMATS[tag] ?? `WAV format ${tag}`;

export async function foreignFormatOf(file: Blob): Promise<string | null> {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 40).arrayBuffer()));
  return SIGNATURES.find(([, at, bytes]) => head.startsWith(bytes, at))?.[0] ?? null;
}
