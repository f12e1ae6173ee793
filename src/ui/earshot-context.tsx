/** What every part of the page may reach: the session's store, its actions and the 60 Hz feed. Owns nothing. */
import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { Actions, LiveFeed } from "../session/actions.ts";
import type { EarshotState } from "../session/state.ts";

export interface EarshotHandles {
  readonly store: StoreApi<EarshotState>;
  readonly actions: Actions;
  readonly feed: LiveFeed;
}

const EarshotContext = createContext<EarshotHandles | null>(null);

export function EarshotProvider({ handles, children }: { handles: EarshotHandles; children: ReactNode }) {
  return <EarshotContext value={handles}>{children}</EarshotContext>;
}

export function useHandles(): EarshotHandles {
  const handles = useContext(EarshotContext);
  if (handles === null) throw new Error("EarshotProvider is missing");
  return handles;
}

/** Re-renders only when the selected value changes; select a primitive or a stable reference. */
export function useEarshot<T>(selector: (state: EarshotState) => T): T {
  return useStore(useHandles().store, selector);
}

export function useActions(): Actions {
  return useHandles().actions;
}
