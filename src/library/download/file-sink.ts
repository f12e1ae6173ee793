/**
 * Where the bytes of a file go while it is fetched, in order and each once; what was taken is hashed. A sink that was made of what
 * an earlier visit left goes on behind it.
 */
import { EarshotError } from "../../errors/earshot-error.ts";
import type { Part } from "../blob-store.ts";
import { startSha256 } from "../sha256.ts";

export interface FileSink {
  /** How many bytes of the file it has taken. */
  readonly bytes: number;
  /**
   * What happens where a server that knows no ranges sends the whole file again: true = what is there counts, and as much of the
   * body is passed over (its hash decides in the end); false = it begins anew.
   */
  readonly passesOver: boolean;
  append(bytes: Uint8Array): Promise<void>;
  /** Forgets all that it took. */
  restart(): Promise<void>;
  /** SHA-256 of what it took, hex; after that it takes nothing more without a `restart`. */
  hash(): string;
}

/** Keeps the file as it comes. Hashes what its part holds already. @throws EarshotError `aborted` */
export async function partSink(part: Part, signal: AbortSignal): Promise<FileSink> {
  const hasher = await startSha256();
  for await (const piece of part.read()) {
    if (signal.aborted) throw new EarshotError("aborted", "the download was stopped");
    hasher.update(piece);
  }
  return {
    get bytes() {
      return part.bytes;
    },
    passesOver: false,
    async append(bytes) {
      await part.append(bytes);
      hasher.update(bytes);
    },
    async restart() {
      await part.truncate(0);
      hasher.restart();
    },
    hash: () => hasher.hex(),
  };
}
