/** Ogg files joined end to end, as a radio's recorder joins them: each a stream of its own (RFC 3533, section 4). */

/** The CRC-32 of Ogg's pages, bit by bit. */
function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  }
  return crc >>> 0;
}

function withSerial(file: Buffer, serial: number): Buffer {
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; ) {
    const segments = bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0));
    const length = segments.reduce((sum, size) => sum + size, 27 + segments.length);
    bytes.writeUInt32LE(serial, at + 14);
    bytes.writeUInt32LE(0, at + 22);
    bytes.writeUInt32LE(checksum(bytes.subarray(at, at + length)), at + 22);
    at += length;
  }
  return bytes;
}

export const chained = (...files: readonly Buffer[]): Buffer =>
  Buffer.concat(files.map((file, index) => withSerial(file, 1000 + index)));
