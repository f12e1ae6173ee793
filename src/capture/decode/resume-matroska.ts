/**
 * Matroska and WebM behind damage inside a cluster, or behind the place where a cluster was cut off: information and
 * tracks, then a cluster of the damaged one's time with the blocks that follow the damage, then the file from there on.
 * Blocks carry their times. Element ids: RFC 9559.
 */
import { readSize } from "./matroska-size.ts";
import type { ReadSoFar, Rest } from "./rest.ts";

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const CHECKSUM = 0xbf;
/** What may lie in a cluster: besides these position, previous size, block groups, filling. */
const IN_CLUSTER = [TIMESTAMP, 0xa7, 0xab, SIMPLE_BLOCK, 0xa0, 0xec, CHECKSUM];
/** Of a cluster; larger ones are not written. */
const SEARCH_BYTES = 1 << 25;
const HEAD_BYTES = 1 << 22;

interface Element {
  readonly id: number;
  readonly at: number;
  readonly dataAt: number;
  /** Infinity where the size is unknown. */
  readonly end: number;
}

export async function resumeMatroska(file: Blob, { sequence }: ReadSoFar): Promise<Rest | null> {
  const head = await readHead(file);
  if (head === null) return null;
  const clusterAt = await clusterOf(file, head.clusterAt, sequence);
  const view = new DataView(await file.slice(clusterAt, clusterAt + SEARCH_BYTES).arrayBuffer());
  const damaged = elementAt(view, 0);
  if (damaged === null || damaged.id !== CLUSTER) return null;
  const good = walk(view, damaged.dataAt);
  const timestamp = timestampOf(view, damaged.dataAt);
  // Before the first packet nothing has been read of this cluster: its end was cut off, its beginning is good.
  const from = sequence === null ? damaged.dataAt : nextElement(view, good.end);
  if (from === null || timestamp === null) return null;
  const blocks = walk(view, from);
  const tail = file.slice(clusterAt + blocks.end);
  if (blocks.end === from) {
    return elementAt(view, from)?.id === CLUSTER ? { file: segmentOf(head, [tail]), shiftS: 0 } : null;
  }
  const time = sequence === null ? [] : [file.slice(clusterAt + timestamp.at, clusterAt + timestamp.end)];
  const cluster = element(CLUSTER, [...time, file.slice(clusterAt + from, clusterAt + blocks.end)]);
  // A last block that is cut off is left out: the container reader looks for its end for ever.
  const more = nextElement(view, blocks.end - 1) === null && clusterAt + view.byteLength === file.size ? [] : [tail];
  return { file: segmentOf(head, [cluster, ...more]), shiftS: 0 };
}

interface Head {
  /** What lies before the segment. */
  readonly opening: Blob;
  /** Information and tracks. The index is left out: its positions are those of the whole file. */
  readonly kept: readonly Blob[];
  /** Where the first cluster begins. */
  readonly clusterAt: number;
}

async function readHead(file: Blob): Promise<Head | null> {
  const view = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const ebml = elementAt(view, 0);
  const segment = ebml?.id === EBML ? elementAt(view, ebml.end) : null;
  if (ebml === null || segment?.id !== SEGMENT) return null;
  const kept: Blob[] = [];
  for (let at = segment.dataAt; ; ) {
    const next = elementAt(view, at);
    if (next === null) return null;
    if (next.id === INFO || next.id === TRACKS) kept.push(file.slice(next.at, next.end));
    if (next.id === CLUSTER) return { opening: file.slice(0, ebml.end), kept, clusterAt: next.at };
    at = next.end;
  }
}

const segmentOf = ({ opening, kept }: Head, clusters: readonly Blob[]): Blob =>
  new Blob([opening, element(SEGMENT, [...kept, ...clusters])]);

/** An element with an id of four bytes and a size of eight. */
function element(id: number, parts: readonly Blob[]): Blob {
  const header = new DataView(new ArrayBuffer(12));
  header.setUint32(0, id);
  header.setBigUint64(4, (1n << 56n) | BigInt(parts.reduce((sum, { size }) => sum + size, 0)));
  return new Blob([header, ...parts]);
}

/** The cluster of the packet with this number: the byte where its data begins, and the packet's place in it. */
async function clusterOf(file: Blob, firstAt: number, sequence: number | null): Promise<number> {
  let at = firstAt;
  while (sequence !== null) {
    const next = elementAt(new DataView(await file.slice(at, at + 16).arrayBuffer()), 0);
    const end = at + (next?.end ?? Number.POSITIVE_INFINITY);
    if (next === null || end > sequence) break;
    const following = elementAt(new DataView(await file.slice(end, end + 16).arrayBuffer()), 0);
    if (following?.id !== CLUSTER) break;
    at = end;
  }
  return at;
}

/** A cluster's own time; only a checksum may lie before it. */
function timestampOf(view: DataView, at: number): Element | null {
  const first = elementAt(view, at);
  const element = first?.id === CHECKSUM ? elementAt(view, first.end) : first;
  return element?.id === TIMESTAMP ? element : null;
}

/** As far as elements of a cluster follow one another, whole. */
function walk(view: DataView, from: number): { readonly end: number } {
  let at = from;
  for (let element = elementAt(view, at); element !== null; element = elementAt(view, at)) {
    if (!IN_CLUSTER.includes(element.id) || element.end > view.byteLength) break;
    at = element.end;
  }
  return { end: at };
}

/** The next place, from a byte on, that looks like a block that another one follows, or like a cluster. */
function nextElement(view: DataView, from: number): number | null {
  for (let at = from; at + 16 < view.byteLength; at++) {
    if (view.getUint8(at) === 0x1f && view.getUint32(at) === CLUSTER) return at;
    if (view.getUint8(at) !== SIMPLE_BLOCK || at === from) continue;
    const block = elementAt(view, at);
    // A block's number, time and flags take four bytes at least; tracks over 126 are not met.
    if (block === null || block.end - block.dataAt < 5 || view.getUint8(block.dataAt) < 0x81) continue;
    const next = elementAt(view, block.end);
    if (next !== null && (next.id === CLUSTER || (next.id === SIMPLE_BLOCK && next.end <= view.byteLength))) return at;
  }
  return null;
}

function elementAt(view: DataView, at: number): Element | null {
  if (at >= view.byteLength) return null;
  const idBytes = Math.clz32(view.getUint8(at)) - 23;
  if (idBytes > 4 || at + idBytes + 1 > view.byteLength) return null;
  let id = 0;
  for (let index = 0; index < idBytes; index++) id = id * 256 + view.getUint8(at + index);
  const dataAt = at + idBytes;
  const size = readSize(view, dataAt);
  if (size !== null) return { id, at, dataAt: size.end, end: size.end + size.size };
  const sizeBytes = Math.clz32(view.getUint8(dataAt)) - 23;
  return sizeBytes > 8 ? null : { id, at, dataAt: dataAt + sizeBytes, end: Number.POSITIVE_INFINITY };
}
