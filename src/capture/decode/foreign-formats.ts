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
];

export async function foreignFormatOf(file: Blob): Promise<string | null> {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  return SIGNATURES.find(([, at, bytes]) => head.startsWith(bytes, at))?.[0] ?? null;
}
