/** A checkpoint's files as a Hub has them: headers by ranges, the rest as a download comes. */
import type { EarshotError } from "../../errors/earshot-error.ts";
import { type FetchContext, fetchFile } from "../download/fetch-file.ts";
import { HubClient } from "../hub/hub-client.ts";
import type { Sources } from "./make-model.ts";

export interface SourceWatcher {
  onBytes(path: string, heldBytes: number, receivedBytes: number): void;
  onWait(path: string, problem: EarshotError | null): void;
}

/** @param at of the checkpoint, which may be a conversion's commit */
export function hubSources(
  at: { readonly name: string; readonly commit: string },
  watch: SourceWatcher,
  context: FetchContext,
): Sources {
  const { hub, send, signal, patience } = context;
  const client = new HubClient(hub.endpoint, { token: hub.token, fetch: send, signal, stallMs: patience.stallMs });
  return {
    open: async (row) => client.source(at, row),
    async feed({ path, bytes, sha256 }, sink) {
      const watcher = {
        onBytes: (held: number, received: number) => watch.onBytes(path, held, received),
        onWait: (problem: EarshotError | null) => watch.onWait(path, problem),
        // A commit's file never changes, and its hash decides in the end.
        onEtag: async () => {},
      };
      await fetchFile({ address: { ...at, path }, bytes, sha256, etag: null }, sink, watcher, context);
    },
  };
}
