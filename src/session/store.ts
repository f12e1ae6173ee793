/** The one store. zustand without React: the session writes, screens read. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { asEarshotError } from "../errors/earshot-error.ts";
import { EMPTY_LIBRARY } from "./library-state.ts";
import type { Problem } from "./problem.ts";
import { NO_SERVER } from "./server-state.ts";
import type { EarshotState, Notice, SampleInfo, Settings } from "./state.ts";

export type EarshotStore = StoreApi<EarshotState>;

export function createEarshotStore(
  settings: Settings,
  samples: readonly SampleInfo[],
  tabAudioSupported: boolean,
): EarshotStore {
  return createStore<EarshotState>(() => ({
    engine: { phase: "idle" },
    coming: null,
    library: EMPTY_LIBRARY,
    server: NO_SERVER,
    live: { phase: "off" },
    microphones: [],
    tabAudioSupported,
    files: [],
    selectedFileId: null,
    queue: { paused: false, leftS: null },
    settings,
    notices: [],
    samples,
  }));
}

const MOST_NOTICES = 4;
let lastNoticeId = 0;

/** Says something on the page; a sentence that is already there is not said twice. */
export function notify(store: EarshotStore, kind: Notice["kind"], text: string): void {
  const { notices } = store.getState();
  if (notices.some((notice) => notice.text === text)) return;
  lastNoticeId++;
  store.setState({ notices: [...notices, { id: lastNoticeId, kind, text }].slice(-MOST_NOTICES) });
}

export function problemOf(thrown: unknown): Problem {
  const { code, details } = asEarshotError(thrown);
  return { code, details };
}
