/**
 * A file's bytes that are read when a part of them is asked for. onnxruntime-web reads a Blob of external data whole before it
 * copies one tensor after the other into its own memory, and lets go when the collector gets to it: the weights lie in memory
 * twice while a model opens and often long after (452 MB for whisper-large in 4 bits). It asks an array for `subarray` alone.
 * For worker threads: `FileReaderSync` is nowhere else.
 */
interface SyncReader {
  readAsArrayBuffer(file: Blob): ArrayBuffer;
}

class LazyBytes extends Uint8Array<ArrayBuffer> {
  readonly #file: Blob;
  readonly #reader: SyncReader;

  constructor(file: Blob, reader: SyncReader) {
    super(new ArrayBuffer(0));
    this.#file = file;
    this.#reader = reader;
  }

  override get byteLength(): number {
    return this.#file.size;
  }

  override subarray(begin = 0, end = this.#file.size): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#reader.readAsArrayBuffer(this.#file.slice(begin, end)));
  }
}

/** Null where this thread cannot read at once. */
export function lazyBytes(file: Blob): Uint8Array<ArrayBuffer> | null {
  const { FileReaderSync: Reader } = globalThis as { readonly FileReaderSync?: new () => SyncReader };
  return Reader ? new LazyBytes(file, new Reader()) : null;
}
