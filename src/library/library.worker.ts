/** The library's worker: wiring only. */
import { serve } from "../rpc/rpc-server.ts";
import { Downloads } from "./download/downloads.ts";
import { PATIENCE } from "./download/patience.ts";
import { checkModel } from "./hub/check-model.ts";
import { Library, libraryHandlers } from "./library.ts";
import { openShelf } from "./open-shelf.ts";
import type { LibraryProtocol } from "./protocol.ts";
import { freeBytes, readStorage } from "./storage-facts.ts";

declare const self: DedicatedWorkerGlobalScope;

const { storage, locks } = navigator;
const memoryGB = "deviceMemory" in navigator ? Number(navigator.deviceMemory) : undefined;
const send: typeof fetch = (input, init) => fetch(input, init);
const nowMs = () => Date.now();
const tell = (event: LibraryProtocol["event"]) => speak(event);

async function open(): Promise<Library> {
  const shelf = await openShelf({ storage, locks, memoryGB, indexedDB: self.indexedDB });
  const downloads = new Downloads(shelf, tell, {
    send,
    nowMs,
    patience: PATIENCE,
    freeBytes: async () => freeBytes(await readStorage(storage)),
  });
  return new Library({
    shelf,
    downloads,
    tell,
    nowMs,
    storage: () => readStorage(storage),
    check: ({ reference, hub, machine }) => checkModel(reference, hub, machine),
  });
}

const speak = serve<LibraryProtocol>(self, libraryHandlers(open()));
