/** The browser's address as React state. The address owns which screen is open; nothing else remembers it. */
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { EMBEDDED_MODELS } from "../models/locations.ts";
import type { Precision } from "../models/precision.ts";
import type { EarshotState } from "../session/state.ts";
import { useHandles } from "./earshot-context.tsx";
import { chosenModelId } from "./models/use-current-model.ts";
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
export function useChooseModel(): (modelId: string, precision?: Precision) => void {
  const { actions } = useHandles();
  return useCallback(
    (modelId, precision) => {
      void actions.chooseModel(modelId, precision);
      writeModelToAddress(modelId);
    },
    [actions],
  );
}

/** Opens the model that the address asks for, at the start and whenever it asks for another. */
export function useModelOfRoute(modelId: string | null): void {
  const { actions, store } = useHandles();
  useEffect(() => {
    if (modelId !== null && chosenModelId(store.getState()) !== modelId) void actions.chooseModel(modelId);
  }, [actions, store, modelId]);
}

/**
 * Makes the address name the model that runs or, with none running, the one that is being opened, however that came about: by
 * a download that was to be used, or because the one that the address named could not be had.
 */
export function useAddressOfModel(): void {
  const { store } = useHandles();
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const id = openModelId(state);
        // Only when it changes: a newer address may be about to be heard of.
        if (id === null || id === openModelId(before)) return;
        if (id !== (parseRoute(location.hash).modelId ?? EMBEDDED_MODELS[0])) writeModelToAddress(id);
      }),
    [store],
  );
}

/** Null while another is on its way, and where a model could not be had. */
function openModelId({ coming, engine }: Pick<EarshotState, "coming" | "engine">): string | null {
  if (coming !== null || engine.phase === "idle" || engine.phase === "failed") return null;
  return chosenModelId({ coming, engine });
}
