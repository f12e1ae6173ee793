/** The library's actions, pretended: what is pressed shows. Development only. */
import type { StoreApi } from "zustand/vanilla";
import type { Actions } from "../../session/actions.ts";
import type { LibraryState } from "../../session/library-state.ts";
import type { EarshotState } from "../../session/state.ts";
import { PREFLIGHT } from "./library-scenes.ts";

export function pretendLibrary(store: StoreApi<EarshotState>) {
  const set = (change: Partial<LibraryState>) =>
    store.setState(({ library }) => ({ library: { ...library, ...change } }));
  const library = () => store.getState().library;
  const setPhase = (key: string, phase: "running" | "paused") =>
    set({ downloads: library().downloads.map((one) => (one.key === key ? { ...one, phase, problem: null } : one)) });
  return {
    async checkModel(reference) {
      set({ check: { phase: "checking", reference } });
      await new Promise((done) => setTimeout(done, 600));
      set({ check: { phase: "ready", preflight: PREFLIGHT } });
    },
    forgetCheck: () => set({ check: { phase: "idle" } }),
    async downloadModel() {},
    async pauseDownload(key) {
      setPhase(key, "paused");
    },
    async resumeDownload(key) {
      setPhase(key, "running");
    },
    async cancelDownload(key) {
      set({ downloads: library().downloads.filter((one) => one.key !== key) });
    },
    async removeModel(key) {
      set({ stored: (library().stored ?? []).filter((one) => one.key !== key) });
    },
    async openOnnxFolder() {
      return [{ path: "config.json", content: new Blob(["{}"]) }];
    },
    async importModel(name) {
      set({ importing: { phase: "reading", name } });
    },
    forgetImport: () => set({ importing: { phase: "idle" } }),
    async keepStorage() {},
    async setHubEndpoint() {},
    setHubToken: (_, tokenIsKept) => set({ hub: { ...library().hub, hasToken: true, tokenIsKept } }),
    forgetHubToken: () => set({ hub: { ...library().hub, hasToken: false, tokenIsKept: false } }),
  } satisfies Partial<Actions>;
}
