/** Which model: the one in use, the one on its way, the one chosen last. */
import type { Coming, EarshotState } from "../../session/state.ts";
import { useEarshot } from "../earshot-context.tsx";

type Models = Pick<EarshotState, "coming" | "engine">;

/** The id of the model that is loaded, being loaded with nothing running meanwhile, or failed to load. */
export function useCurrentModelId(): string | null {
  return useEarshot(({ engine }) => chosenModelId({ engine, coming: null }));
}

export function useChosenModelId(): string | null {
  return useEarshot(chosenModelId);
}

/** The model that is on its way, whether another still runs or not. */
export function useComing(): Coming | null {
  return useEarshot(({ coming, engine }) => coming ?? (engine.phase === "loading" ? engine : null));
}

/** The id of the model that was chosen last: it may still be on its way. */
export function chosenModelId({ coming, engine }: Models): string | null {
  if (coming) return coming.modelId;
  if (engine.phase === "ready") return engine.model.id;
  return engine.phase === "idle" ? null : engine.modelId;
}
