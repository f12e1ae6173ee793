/**
 * Whether a Matroska or WebM file is shorter than its Segment element claims: the one sign of a cut file in a container
 * whose duration may belong to another track. Element ids and sizes: RFC 8794 (EBML), RFC 9559.
 */
const EBML_ID = 0x1a45dfa3;
const SEGMENT_ID = 0x18538067;

export async function isCutMatroska(file: Blob): Promise<boolean> {
  const view = new DataView(await file.slice(0, 4096).arrayBuffer());
  if (view.byteLength < 16 || view.getUint32(0) !== EBML_ID) return false;
  const header = readSize(view, 4);
  if (header === null) return false;
  const segmentAt = header.end + header.size;
  if (segmentAt + 12 > view.byteLength || view.getUint32(segmentAt) !== SEGMENT_ID) return false;
  const segment = readSize(view, segmentAt + 4);
  return segment !== null && segment.end + segment.size > file.size;
}

/** A variable-length size; null when it is the reserved "unknown" (a live recording). */
export function readSize(view: DataView, at: number): { readonly size: number; readonly end: number } | null {
  const length = Math.clz32(view.getUint8(at)) - 23;
  if (length > 8 || at + length > view.byteLength) return null;
  let size = view.getUint8(at) & (0xff >> length);
  let unknown = size === 0xff >> length;
  for (let index = 1; index < length; index++) {
    const byte = view.getUint8(at + index);
    size = size * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return unknown ? null : { size, end: at + length };
}
