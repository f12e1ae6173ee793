/** Whether a newer version of the app waits, and how to take it. Written by `registration.ts`, shown by the page. */
import { createStore } from "zustand/vanilla";

export type AppUpdate =
  | { readonly phase: "none" }
  /** `reload` ends what is running in this page: only ever called by the person. */
  | { readonly phase: "waiting"; readonly reload: () => void };

export const appUpdate = createStore<AppUpdate>(() => ({ phase: "none" }));

export function offerUpdate(reload: () => void): void {
  appUpdate.setState({ phase: "waiting", reload }, true);
}

export function forgetUpdate(): void {
  appUpdate.setState({ phase: "none" }, true);
}
