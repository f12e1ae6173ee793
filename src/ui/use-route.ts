/** The browser's address as React state. The address owns which screen is open; nothing else remembers it. */
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useHandles } from "./earshot-context.tsx";
import { formatRoute, parseRoute, type Route } from "./route.ts";

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}

/** Makes the address name this model, without a new entry in the history. */
export function writeModelToAddress(modelId: string): void {
  const { screen } = parseRoute(location.hash);
  history.replaceState(null, "", formatRoute({ screen, modelId }));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Chooses a model and writes it into the address, so that the page can be kept and shared as it stands. */
export function useChooseModel(): (modelId: string) => void {
  const { actions } = useHandles();
  return useCallback(
    (modelId) => {
      void actions.chooseModel(modelId);
      writeModelToAddress(modelId);
    },
    [actions],
  );
}

/** Opens the model that the address asks for, at the start and whenever it asks for another. */
export function useModelOfRoute(modelId: string | null): void {
  const { actions, store } = useHandles();
  useEffect(() => {
    if (modelId === null) return;
    const { engine } = store.getState();
    const current = engine.phase === "ready" ? engine.model.id : engine.phase === "idle" ? null : engine.modelId;
    if (current !== modelId) void actions.chooseModel(modelId);
  }, [actions, store, modelId]);
}
